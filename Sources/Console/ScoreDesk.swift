public import Alarms
public import Foundation
public import Ledger

/// The plan's indicators, for the console's page.
public struct ScoreDesk: Sendable {
    /// In which days begin and end.
    public var zone: TimeZone
    /// How a site stands over some days. Throws ``CameraDesk/Refusal``.
    public var board: @Sendable (ClosedRange<CivilDate>) async throws -> ScoreBoard
    /// The report of `tocsin report` as a text. Throws ``CameraDesk/Refusal``.
    public var report: @Sendable (ReportWish) async throws -> String

    /// These.
    public init(
        zone: TimeZone, board: @escaping @Sendable (ClosedRange<CivilDate>) async throws -> ScoreBoard,
        report: @escaping @Sendable (ReportWish) async throws -> String = { _ in throw CameraDesk.Refusal.noBooks }
    ) {
        self.zone = zone
        self.board = board
        self.report = report
    }
}

/// How a site stands over some days, as the console's page reads it.
public struct ScoreBoard: Encodable, Hashable, Sendable {
    /// A name in both languages.
    public struct Name: Encodable, Hashable, Sendable {
        /// In Chinese.
        public var zh: String
        /// In English.
        public var en: String

        /// `zh` and `en`.
        public init(zh: String, en: String) {
            self.zh = zh
            self.en = en
        }
    }

    /// An indicator on one day.
    public struct Day: Encodable, Hashable, Sendable {
        /// As `2026-01-31`.
        public var day: String
        /// How many count, …
        public var numerator: Int
        /// … out of how many.
        public var denominator: Int

        /// `numerator` out of `denominator` on `day`.
        public init(day: String, numerator: Int, denominator: Int) {
            self.day = day
            self.numerator = numerator
            self.denominator = denominator
        }
    }

    /// One line.
    public struct Line: Encodable, Hashable, Sendable {
        /// Which indicator.
        public var id: String
        /// What people call it.
        public var name: Name
        /// How many count, …
        public var numerator: Int
        /// … out of how many.
        public var denominator: Int
        /// What has to be reached, 0…1.
        public var target: Double
        /// `met`, `missed`, `insufficient-data`, or `not-applicable` where there is nothing that it could be measured on.
        public var verdict: String
        /// Day by day.
        public var trend: [Day]

        /// The line of the indicator `id`.
        public init(
            id: String, name: Name, numerator: Int, denominator: Int, target: Double, verdict: String, trend: [Day]
        ) {
            self.id = id
            self.name = name
            self.numerator = numerator
            self.denominator = denominator
            self.target = target
            self.verdict = verdict
            self.trend = trend
        }
    }

    /// Something to repair.
    public struct Repair: Encodable, Hashable, Sendable {
        /// Which device.
        public var device: String
        /// What people call it.
        @OrNull public var name: String?
        /// Where it is.
        public var place: AlarmPlace
        /// What is wrong.
        public var reason: String
        /// Why, as a code.
        @OrNull public var cause: String?
        /// Polls that gave no good picture.
        public var lostPolls: Int
        /// Seconds in which it did not answer.
        public var downSeconds: Int

        /// The device `device`, which has cost `lostPolls` and `downSeconds`.
        public init(
            device: String, name: String?, place: AlarmPlace, reason: String, cause: String?, lostPolls: Int,
            downSeconds: Int
        ) {
            self.device = device
            self.name = name
            self.place = place
            self.reason = reason
            self.cause = cause
            self.lostPolls = lostPolls
            self.downSeconds = downSeconds
        }
    }

    /// The first day.
    public var from: String
    /// The last day.
    public var to: String
    /// In the order of the plan.
    public var indicators: [Line]
    /// What to repair first comes first.
    public var repairs: [Repair]

    /// From `from` through `to`.
    public init(from: String, to: String, indicators: [Line], repairs: [Repair]) {
        self.from = from
        self.to = to
        self.indicators = indicators
        self.repairs = repairs
    }
}
