/// What the rest of the program does for the console's page.
public struct ConsoleParts: Sendable {
    /// How cameras are doing and what they show; nil where that is not shown.
    public var cameras: CameraDesk?
    /// The plan's indicators; nil where no books are kept.
    public var scores: ScoreDesk?
    /// Sets the site up; nil where it has no file that could be changed.
    public var setup: (any SetupDesk)?

    /// Which site it is, and which program.
    public var site = SiteCard()
    /// Reads the audit log; nil where that is not shown.
    public var audit: AuditReading?

    /// Nothing is shown but alarms.
    public init() {}
}

/// What a page says of where it is.
public struct SiteCard: Hashable, Sendable {
    /// The site's name.
    public var name = ""
    /// Its time zone, as `Asia/Shanghai`.
    public var timeZone = "UTC"
    /// Of the program.
    public var version = ""

    /// Nothing is known.
    public init() {}
}
