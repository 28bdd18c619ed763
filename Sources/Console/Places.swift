import Synchronization
import Telemetry

/// So many may do something at the same time.
final class Places: Sendable {
    /// One of them, given back with its last owner.
    final class Place: Sendable {
        private let places: Places

        fileprivate init(_ places: Places) { self.places = places }

        deinit { places.change(by: -1) }
    }

    private let limit: Int
    private let gauge: Gauge?
    private let taken = Mutex(0)

    /// `limit` places; `gauge` shows how many are taken.
    init(_ limit: Int, gauge: Gauge? = nil) {
        self.limit = limit
        self.gauge = gauge
    }

    /// A place; throws `problem` when all are taken.
    func take(_ problem: Problem = .crowded) throws(Problem) -> Place {
        let isFree = taken.withLock { taken in
            guard taken < limit else { return false }
            taken += 1
            gauge?.set(Double(taken))
            return true
        }
        guard isFree else { throw problem }
        return Place(self)
    }

    private func change(by difference: Int) {
        taken.withLock { taken in
            taken += difference
            gauge?.set(Double(taken))
        }
    }
}
