/// What an assessor reads: rates by group, the plan's scoreboard and the gaps with their causes, over some days.
public struct Report: Sendable {
    /// The site's name.
    public let site: String
    /// What the site is supposed to have.
    public let registry: Registry
    /// The days it is about.
    public let period: Period
    /// Until when it judges, in seconds since 1970: the end of the period, or when it was made.
    public let end: Int
    /// When it was made, in seconds since 1970.
    public let made: Int
    /// By what devices are put together.
    public let grouping: Grouping
    /// One for each group, in order of their names; devices without a name for the group come last, under nil.
    public let rows: [Row]
    /// All devices together.
    public let total: Row
    /// Each day of the period up to ``end``, all devices together; for charts.
    public let days: [Day]
    /// The plan's indicators.
    public let scoreboard: Scoreboard
    /// The accounts of the devices, with their gaps.
    public let accounts: [DeviceAccount]
    /// When each device was up.
    public let availability: Availability
    /// Times in which Tocsin did not watch, in order: what happened then is unknown.
    public let unwatched: [Range<Int>]
    /// Exemptions that count and touch the time that is judged, the earliest first.
    public let exemptions: [Exemption]
    /// Exemptions of the registry that do not count, with the reason.
    public let flawedExemptions: [(exemption: Exemption, flaw: Exemption.Flaw)]

    /// The figures of one group.
    public struct Row: Hashable, Sendable {
        /// Its name; nil for devices that have none.
        public var name: String?
        /// With exemptions.
        public var figures: Figures
        /// As if nothing had been exempt.
        public var strictFigures: Figures
        /// 台账完整率.
        public var completeness: Ratio

        /// The figures of `accounts` under `name`.
        init(name: String?, _ accounts: [DeviceAccount]) {
            self.name = name
            figures = accounts.reduce(Figures()) { $0 + $1.figures }
            strictFigures = accounts.reduce(Figures()) { $0 + $1.strictFigures }
            completeness = ledgerCompleteness(accounts.map(\.device))
        }
    }

    /// One day of all devices.
    public struct Day: Hashable, Sendable {
        /// Which day.
        public var date: CivilDate
        /// With exemptions.
        public var figures: Figures
    }

    /// Reads `books` and reckons. `now` in seconds since 1970.
    public init(
        site: String, registry: Registry, books: Books, period: Period, grouping: Grouping, now: Int
    ) throws(BooksError) {
        let assessment = try Assessment(registry, books: books, period: period, now: now)
        self.site = site
        self.registry = registry
        self.period = period
        self.grouping = grouping
        end = assessment.end
        made = now
        rows = assessment.groups(by: grouping).map { Row(name: $0.name, $0.accounts) }
        total = Row(name: nil, assessment.accounts)
        days = assessment.days
        scoreboard = Scoreboard(assessment)
        accounts = assessment.accounts
        availability = Availability(assessment)
        unwatched = try books.unwatched(in: period.seconds.lowerBound..<end)
        exemptions = registry.exemptions(touching: period.seconds.lowerBound..<end)
        flawedExemptions = registry.exemptions.compactMap { exemption in exemption.flaw.map { (exemption, $0) } }
    }
}
