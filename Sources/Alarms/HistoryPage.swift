public import VideoCore

/// Which alarms somebody wants to look at; what is nil is not asked for.
public struct HistoryQuery: Hashable, Sendable {
    /// Only of this kind.
    public var kind: AlarmKind?
    /// Only of this camera.
    public var camera: CameraID?
    /// Only of this building.
    public var building: String?
    /// Only those that people have got so far with.
    public var state: HandlingState?
    /// Only those that are not over.
    public var openOnly = false
    /// Only those that began at this moment or later.
    public var from: Timestamp?
    /// Only those that began before this moment.
    public var to: Timestamp?
    /// Drills too.
    public var includesDrills = true
    /// At most so many.
    public var limit = 50
    /// Only those behind this place; nil: from the newest on.
    public var before: HistoryPlace?

    /// The newest fifty.
    public init() {}
}

/// A place among the alarms from the newest to the oldest, as a text that means nothing to whoever is given it.
///
/// What begins an alarm never changes, so neither does its place: page by page each alarm comes once, whatever is queued
/// meanwhile.
public struct HistoryPlace: Hashable, Sendable, CustomStringConvertible {
    /// When the alarm at this place began, in milliseconds since 1970.
    let startedAt: Int64
    /// The place of its first event in the queue.
    let number: Int64

    init(startedAt: Int64, number: Int64) {
        self.startedAt = startedAt
        self.number = number
    }

    /// Reads what ``description`` writes; nil when `text` is something else.
    public init?(_ text: String) {
        guard let match = text.wholeMatch(of: /(-?[0-9]{1,18})\.([0-9]{1,18})/), let startedAt = Int64(match.1),
            let number = Int64(match.2)
        else { return nil }
        self.init(startedAt: startedAt, number: number)
    }

    /// The text.
    public var description: String { "\(startedAt).\(number)" }
}

/// One alarm as people look at it.
public struct HistoryEntry: Hashable, Sendable {
    /// The newest event that its camera has told, without its track.
    public var event: AlarmEvent
    /// What there is to say about it; the last words, where the newest event has none.
    public var detail: String?
    /// Everything that shows it, oldest first.
    public var evidence: [Evidence]
    /// Whether none of its events reports its end.
    public var isOpen: Bool
    /// How far people have got with it.
    public var state: HandlingState
    /// What was last done about it; nil: nothing.
    public var handling: AlarmHandling?
    /// Alarms that have become a part of it.
    public var parts: Int
}

/// Some alarms, newest first.
public struct HistoryPage: Hashable, Sendable {
    /// The alarms, without self-tests and those that became a part of another.
    public var entries: [HistoryEntry]
    /// The place behind them; nil where there are no more.
    public var next: HistoryPlace?
    /// What is queued behind this is not part of the page, everything before it is.
    public var cursor: QueueCursor
}
