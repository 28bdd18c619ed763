public import Detectors
public import Ledger

/// What a poll service asks of whoever runs it, and tells. Called on its threads; must not wait long.
public struct PollHooks: Sendable {
    /// How a device under analysis is doing; nil while it is still starting.
    public var live: @Sendable (String) -> LiveView?
    /// A fresh examination for a visit to a device, with what is usual there.
    public var examination: @Sendable (String) -> PictureExamination
    /// A poll was made.
    public var polled: @Sendable (String, PollSlot, VisitOutcome) -> Void
    /// A device went up or down, or the cause changed.
    public var changed: @Sendable (String, DeviceWatch.Change) -> Void
    /// So many polls of this half hour are due and not made.
    public var due: @Sendable (Int) -> Void
    /// Something rings or ends.
    public var acted: @Sendable (OutageBook.Action) -> Void

    /// Hooks that do nothing, to be replaced one by one.
    public init() {
        live = { _ in nil }
        examination = { _ in PictureExamination() }
        polled = { _, _, _ in }
        changed = { _, _ in }
        acted = { _ in }
        due = { _ in }
    }
}

/// How a device under analysis is doing.
public struct LiveView: Sendable {
    /// Whether it shows a sign of life.
    public var sign: SignOfLife
    /// What a poll now comes to; nil while that cannot be told.
    public var outcome: VisitOutcome?

    /// A device that shows `sign`, of which a poll comes to `outcome`.
    public init(sign: SignOfLife, outcome: VisitOutcome?) {
        self.sign = sign
        self.outcome = outcome
    }
}
