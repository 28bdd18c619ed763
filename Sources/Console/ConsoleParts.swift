/// What the rest of the program does for the console's page.
public struct ConsoleParts: Sendable {
    /// How cameras are doing and what they show; nil where that is not shown.
    public var cameras: CameraDesk?
    /// The plan's indicators; nil where no books are kept.
    public var scores: ScoreDesk?
    /// Sets the site up; nil where it has no file that could be changed.
    public var setup: (any SetupDesk)?

    /// Nothing is shown but alarms.
    public init() {}
}
