import Synchronization
import Telemetry

/// So many may do something at the same time, and so many of one caller.
final class Places: Sendable {
    /// One of them, given back with its last owner.
    final class Place: Sendable {
        private let places: Places
        private let owner: String

        fileprivate init(_ places: Places, owner: String) {
            self.places = places
            self.owner = owner
        }

        deinit { places.giveBack(owner) }
    }

    private let limit: Int
    private let gauge: Gauge?
    /// How many each has.
    private let taken = Mutex<[String: Int]>([:])

    /// `limit` places; `gauge` shows how many are taken.
    init(_ limit: Int, gauge: Gauge? = nil) {
        self.limit = limit
        self.gauge = gauge
    }

    /// A place for `owner`, who may have `most`; throws `problem` when these, or all, are taken.
    func take(for owner: String = "", most: Int = .max, _ problem: Problem = .crowded) throws(Problem) -> Place {
        let isFree = taken.withLock { taken in
            let count = taken.values.reduce(0, +)
            guard count < limit, taken[owner, default: 0] < most else { return false }
            taken[owner, default: 0] += 1
            gauge?.set(Double(count + 1))
            return true
        }
        guard isFree else { throw problem }
        return Place(self, owner: owner)
    }

    private func giveBack(_ owner: String) {
        taken.withLock { taken in
            taken[owner] = taken[owner].flatMap { $0 > 1 ? $0 - 1 : nil }
            gauge?.set(Double(taken.values.reduce(0, +)))
        }
    }
}
