import Alarms
import Console
import Foundation
import Ledger
import VideoCore

/// Reckons scoreboards, and remembers what will not change any more.
struct ScoreKeeper {
    /// Lines of what is to be repaired at most.
    private static let mostRepairs = 50
    /// Boards remembered at most.
    private static let mostBoards = 16
    /// Seconds after the end of a day in which its last polls still come in.
    private static let settling = 2 * PollSlot.seconds

    private let zone: TimeZone
    /// What everything remembered is about.
    private var registry = Registry()
    private var boards: [ClosedRange<CivilDate>: (board: ScoreBoard, madeAt: Int)] = [:]
    private var days: [CivilDate: [Indicator: Ratio]] = [:]

    /// Boards whose days begin in `zone`.
    init(zone: TimeZone) { self.zone = zone }

    /// How the site of `registry` stands over `range`, after `books`, at `now` in seconds since 1970. Today is reckoned at
    /// most every five minutes.
    mutating func board(
        _ range: ClosedRange<CivilDate>, of registry: Registry, books: Books, now: Int
    ) throws(BooksError) -> ScoreBoard {
        if registry != self.registry {
            self = ScoreKeeper(zone: zone)
            self.registry = registry
        }
        if let known = boards[range], isSettled(range.upperBound, now: known.madeAt) || isFresh(known.madeAt, now) {
            return known.board
        }
        let period = Period(from: range.lowerBound, through: range.upperBound, zone: zone)
        let assessment = try Assessment(registry, books: books, period: period, now: now)
        var trends: [Indicator: [ScoreBoard.Day]] = [:]
        for day in period.days where Int(day.start(in: zone)) < now {
            for (indicator, ratio) in try ratios(on: day, books: books, now: now) {
                trends[indicator, default: []].append(
                    ScoreBoard.Day(
                        day: "\(day)", numerator: ratio.numerator, denominator: ratio.denominator))
            }
        }
        let slots = PollSlot.beginning(in: period.seconds)
        var repairs: [ScoreBoard.Repair] = []
        for repair in assessment.repairs(atMost: Self.mostRepairs) {
            let polls = try books.polls(of: repair.device.id, in: slots)
            repairs.append(ScoreBoard.Repair(repair, cause: Repair.cause(of: polls) ?? repair.cause))
        }
        let board = ScoreBoard(
            from: "\(range.lowerBound)", to: "\(range.upperBound)",
            indicators: Scoreboard(assessment).scores.map { ScoreBoard.Line($0, trend: trends[$0.indicator] ?? []) },
            repairs: repairs)
        if boards.count >= Self.mostBoards { boards = [:] }
        boards[range] = (board, now)
        return board
    }

    private mutating func ratios(on day: CivilDate, books: Books, now: Int) throws(BooksError) -> [Indicator: Ratio] {
        if let known = days[day] { return known }
        let period = Period(from: day, through: day, zone: zone)
        let scores = Scoreboard(try Assessment(registry, books: books, period: period, now: now)).scores
        let ratios = Dictionary(uniqueKeysWithValues: scores.map { ($0.indicator, $0.ratio) })
        if isSettled(day, now: now) { days[day] = ratios }
        return ratios
    }

    /// Whether nothing that happened until the end of `day` can come into the books any more.
    private func isSettled(_ day: CivilDate, now: Int) -> Bool { Int(day.next.start(in: zone)) + Self.settling < now }

    private func isFresh(_ madeAt: Int, _ now: Int) -> Bool { (0..<BookReader.freshSeconds).contains(now - madeAt) }
}

extension ScoreBoard.Line {
    /// The line of `score`.
    fileprivate init(_ score: Score, trend: [ScoreBoard.Day]) {
        self.init(
            id: score.indicator.rawValue,
            name: ScoreBoard.Name(zh: score.indicator.name(in: .chinese), en: score.indicator.name(in: .english)),
            numerator: score.ratio.numerator, denominator: score.ratio.denominator,
            target: Double(score.indicator.target) / 100, verdict: score.verdict.rawValue, trend: trend)
    }
}

extension ScoreBoard.Repair {
    fileprivate init(_ repair: Repair, cause: String?) {
        self.init(
            device: repair.device.id, name: repair.device.name, place: AlarmPlace(repair.device),
            reason: repair.reason.rawValue, cause: cause, lostPolls: repair.lostPolls, downSeconds: repair.downSeconds)
    }
}

extension AlarmPlace {
    /// Where `device` is.
    init(_ device: Device) {
        self.init()
        district = device.district
        street = device.street
        community = device.community
        building = device.building
    }
}
