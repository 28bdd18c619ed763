/// What the queue has that one consumer has not had.
public struct Backlog: Hashable, Sendable {
    /// The consumer.
    public let consumer: String
    /// Events that it has not had; up to ``exactUpTo`` exact, else an upper bound, since numbers in the queue have gaps.
    public let events: Int
    /// Events that it has refused and not taken since, the dead letters too; they are not among `events`.
    public let refused: Int
    /// When the oldest of `events` was queued; nil where it has had all.
    public let oldest: Timestamp?

    /// Events that are counted one by one.
    public static let exactUpTo = 10_000

    /// `events` for `consumer`, the first queued at `oldest`.
    public init(consumer: String, events: Int, refused: Int = 0, oldest: Timestamp?) {
        self.consumer = consumer
        self.events = events
        self.refused = refused
        self.oldest = oldest
    }

    /// Seconds from then to `now`; 0 where it has had all, or the civil clock was put back.
    public func age(now: Timestamp) -> Double {
        oldest.map { max(0, Double(now.milliseconds - $0.milliseconds) / 1000) } ?? 0
    }
}
