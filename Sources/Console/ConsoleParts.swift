/// What the rest of the program does for the console's page.
public struct ConsoleParts: Sendable {
    /// Sets the site up; nil where it has no file that could be changed.
    public var setup: (any SetupDesk)?

    /// Nothing is shown but alarms.
    public init() {}
}
