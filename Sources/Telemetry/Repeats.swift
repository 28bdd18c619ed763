/// Thins out lines that say the same again: the first at once, then with a growing distance and a count.
///
/// Pure: takes the time, returns what to do.
public struct Repeats<Key: Hashable & Sendable>: Sendable {
    private struct Entry {
        var saidAt: Double
        var distance: Double
        var leftOut = 0
    }

    private let first: Double
    private let longest: Double
    private let limit: Int
    private var entries: [Key: Entry] = [:]

    /// Seconds from one line to the next of its kind: `first`, then twice as many each time, up to `longest`. At most
    /// `limit` kinds are remembered.
    public init(first: Double = 60, longest: Double = 3600, limit: Int = 64) {
        self.first = first
        self.longest = longest
        self.limit = max(limit, 1)
    }

    /// Whether to say `key` at the moment `now`, in seconds on a clock that is never put back: how many of its kind were
    /// left out since it was said last, or nil to leave this one out too.
    public mutating func say(_ key: Key, now: Double) -> Int? {
        guard var entry = entries[key] else {
            if entries.count >= limit { forgetOldest() }
            entries[key] = Entry(saidAt: now, distance: first)
            return 0
        }
        defer { entries[key] = entry }
        guard now - entry.saidAt >= entry.distance else {
            entry.leftOut += 1
            return nil
        }
        let leftOut = entry.leftOut
        // None left out: it did not go on, it happened again.
        entry = Entry(saidAt: now, distance: leftOut == 0 ? first : min(entry.distance * 2, longest))
        return leftOut
    }

    private mutating func forgetOldest() {
        if let oldest = entries.min(by: { $0.value.saidAt < $1.value.saidAt }) { entries[oldest.key] = nil }
    }
}
