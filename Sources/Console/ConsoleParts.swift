/// What the rest of the program does for the console's page.
public struct ConsoleParts: Sendable {
    /// Nothing is shown but alarms.
    public init() {}
}
