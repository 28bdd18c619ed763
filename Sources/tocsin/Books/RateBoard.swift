import Dispatch
import Foundation
import Ledger
import Logging
import Synchronization
import Telemetry

/// Today's rates and the plan's indicators, reckoned now and then for whoever watches.
final class RateBoard: Sendable {
    private let registry: @Sendable () -> Registry
    private let books: Books
    private let zone: TimeZone
    private let rates: RateMeters
    private let devices: DeviceMeters
    private let logger: Logger
    private let queue = DispatchQueue(label: "rates", qos: .utility)
    private let complaints = Mutex(Repeats<String>())
    /// Devices of which rates are shown.
    private let shown = Mutex<Set<String>>([])

    /// The rates in `metrics` of what `registry` tells at each moment.
    init(_ registry: @escaping @Sendable () -> Registry, books: Books, zone: TimeZone, metrics: Metrics, logger: Logger)
    {
        self.registry = registry
        self.books = books
        self.zone = zone
        self.logger = logger
        (rates, devices) = (RateMeters(metrics), DeviceMeters(metrics))
    }

    /// Reckons today so far, on a thread of its own; returns when that is done.
    func reckon(now: Int) async {
        await withCheckedContinuation { done in
            queue.async {
                do throws(BooksError) {
                    let today = CivilDate(Double(now), in: self.zone)
                    let period = Period(from: today, through: today, zone: self.zone)
                    self.show(try Assessment(self.registry(), books: self.books, period: period, now: now))
                } catch {
                    let steady = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
                    if self.complaints.withLock({ $0.say("\(error.code)", now: steady) }) != nil {
                        self.logger.error("today's rates cannot be reckoned: \(error)")
                    }
                }
                done.resume()
            }
        }
    }

    private func show(_ assessment: Assessment) {
        let total = assessment.total
        let board = Scoreboard(assessment)
        func show(_ name: String, _ ratio: Ratio, _ isSufficient: Bool = true) {
            rates.set(name, numerator: ratio.numerator, denominator: ratio.denominator, isSufficient: isSufficient)
        }
        show("output", total.outputRate, total.hasEnoughPolls)
        show("output_lenient", total.lenientOutputRate, total.hasEnoughPolls)
        show("online_time", total.onlineTime, total.hasEnoughTime)
        show("online_count", total.onlineCount, total.hasEnoughStates)
        show("ledger_completeness", ledgerCompleteness(assessment.accounts.map(\.device)))
        for (name, indicator) in Self.indicators {
            guard let score = board[indicator] else { continue }
            show(name, score.ratio, score.verdict != .insufficientData)
        }
        for score in board.scores {
            let isKnown = score.verdict == .met || score.verdict == .missed
            rates.set(indicator: score.indicator.rawValue, isMet: isKnown ? score.verdict == .met : nil)
        }
        let ids = Set(assessment.accounts.map(\.device.id))
        let gone = shown.withLock { shown in
            defer { shown = ids }
            return shown.subtracting(ids)
        }
        for id in gone { devices.forget(device: id) }
        for account in assessment.accounts {
            devices.setUptime(
                online: account.figures.upSeconds, observed: account.figures.knownSeconds, device: account.device.id)
        }
    }

    private static let indicators: [(String, Indicator)] = [
        ("intact", .intact), ("networked", .networked), ("coverage", .coverage), ("building_coverage", .buildings),
        ("opening_coverage", .openings),
    ]
}
