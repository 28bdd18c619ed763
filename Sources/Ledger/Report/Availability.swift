/// When each device was up, column by column: what the heat map of a report shows.
public struct Availability: Hashable, Sendable {
    /// Stretches of time in order: the hours of one day, else days, weeks or months; a report on paper has room for sixty.
    public let columns: [Range<Int>]
    /// One for each account of the report, in its order.
    public let rows: [[Cell]]

    /// What is known of one device in one column, in seconds.
    public struct Cell: Hashable, Sendable {
        /// In service, …
        public var seconds = 0
        /// … seen up, …
        public var up = 0
        /// … and seen down. The rest is unknown.
        public var down = 0

        /// Share of the known time up; nil where less than ``Figures/leastPercent`` of it is known.
        public var share: Double? {
            Ratio(up + down, of: seconds).reaches(percent: Figures.leastPercent)
                ? Ratio(up, of: up + down).share : nil
        }
    }

    init(_ assessment: Assessment) {
        let columns = Self.columns(of: assessment)
        self.columns = columns
        rows = assessment.accounts.map { account in
            let device = account.device
            let service = Period.seconds(from: device.from, through: device.to, in: assessment.period.zone)
            let timeline = assessment.evidence.timelines[device.id] ?? Timeline([])
            return columns.map { column in
                let judged = column.clamped(to: service)
                return Cell(
                    seconds: judged.count, up: timeline.seconds(.up, in: judged),
                    down: timeline.seconds(.down, in: judged))
            }
        }
    }

    private static func columns(of assessment: Assessment) -> [Range<Int>] {
        let days = assessment.evidence.days.map(\.seconds)
        if days.count == 1, let day = days.first {
            return stride(from: day.lowerBound, to: day.upperBound, by: 3600).map {
                $0..<min($0 + 3600, day.upperBound)
            }
        }
        let width = days.count <= 62 ? 1 : days.count <= 420 ? 7 : 30
        return stride(from: 0, to: days.count, by: width).map { first in
            days[first].lowerBound..<days[min(first + width, days.count) - 1].upperBound
        }
    }
}
