import Alarms
import Console
import Dispatch
import Foundation
import Ledger
import Logging
import SiteConfig
import Telemetry
import VideoCore

/// Reads the books for the console, on a thread of its own: whoever asks waits for the one before at most.
actor BookReader {
    /// Seconds for which what was reckoned of today counts.
    static let freshSeconds = 300

    private let books: Books
    private let registry: @Sendable () -> Registry
    private let zone: TimeZone
    private let logger: Logger
    private let now: @Sendable () -> Int
    private let executor = DiskExecutor(label: "console-books", isUrgent: false)
    private var scores: ScoreKeeper
    private var complaints = Repeats<String>()
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// A reader of `books` about what `registry` says at the time. `now` is in seconds since 1970.
    init(
        _ books: Books, _ registry: @escaping @Sendable () -> Registry, zone: TimeZone, logger: Logger,
        now: @escaping @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
    ) {
        self.books = books
        self.registry = registry
        self.zone = zone
        self.logger = logger
        self.now = now
        scores = ScoreKeeper(zone: zone)
    }

    /// 出图率 of each device, today and this month so far. Throws ``CameraDesk/Refusal``.
    func outputRates() throws -> [String: Console.CameraStatus.OutputRate] {
        try read {
            let (registry, now) = (registry(), now())
            let today = CivilDate(Double(now), in: zone)
            guard let first = CivilDate(year: today.year, month: today.month, day: 1) else { return [:] }
            var rates: [String: Console.CameraStatus.OutputRate] = [:]
            for (from, part) in [(today, \Console.CameraStatus.OutputRate.today), (first, \.month)] {
                let period = Period(from: from, through: today, zone: zone)
                for account in try Assessment(registry, books: books, period: period, now: now).accounts {
                    let polls = account.figures.polls
                    rates[account.device.id, default: Console.CameraStatus.OutputRate()][keyPath: part] =
                        polls.total > 0 ? Console.CameraStatus.Rate(given: polls.ok, polls: polls.total) : nil
                }
            }
            return rates
        }
    }

    /// What is known of `device` on `days`. Throws ``CameraDesk/Refusal``.
    func timeline(of device: String, _ days: ClosedRange<CivilDate>) throws -> CameraTimeline {
        let whole = Period(from: days.lowerBound, through: days.upperBound, zone: zone).seconds
        let seconds = whole.lowerBound..<max(whole.lowerBound, min(whole.upperBound, now()))
        return try read {
            let course = registry().course(of: device, try books.timeline(of: device, in: seconds), in: seconds)
            let polls = try books.polls(of: device, in: PollSlot.beginning(in: seconds))
            return CameraTimeline(course, polls, in: seconds)
        }
    }

    /// How the site stands over `days`. Throws ``CameraDesk/Refusal``.
    func board(_ days: ClosedRange<CivilDate>) throws -> ScoreBoard {
        try read { try scores.board(days, of: registry(), books: books, now: now()) }
    }

    /// The report of `tocsin report` about `site`. Throws ``CameraDesk/Refusal``.
    func report(_ wish: ReportWish, of site: String) throws -> String {
        let period = Period(from: wish.days.lowerBound, through: wish.days.upperBound, zone: zone)
        return try read {
            try Report(
                site: site, registry: registry(), books: books, period: period, grouping: wish.grouping, now: now()
            ).rendered(as: wish.format, wish.language)
        }
    }

    private func read<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as BooksError {
            if complaints.say("\(error.code)", now: Double(DispatchTime.now().uptimeNanoseconds) / 1e9) != nil {
                logger.error("the books cannot be read for the console: \(error)")
            }
            throw CameraDesk.Refusal.booksAway
        }
    }
}

extension CameraTimeline {
    /// What `course` and `polls` tell of `seconds` since 1970.
    init(_ course: Course, _ polls: [Ledger.Poll], in seconds: Range<Int>) {
        func moment(_ second: Int) -> Timestamp { Timestamp(milliseconds: Int64(second) * 1000) }
        self.init(
            from: moment(seconds.lowerBound), to: moment(seconds.upperBound),
            spans: course.stretches.map { stretch in
                Span(
                    from: moment(stretch.seconds.lowerBound), to: moment(stretch.seconds.upperBound),
                    state: stretch.state?.rawValue ?? "exempt", cause: stretch.cause)
            },
            polls: polls.map {
                Poll(at: moment($0.slot.start), result: $0.result.rawValue, cause: $0.fault?.rawValue ?? $0.cause)
            })
    }
}
