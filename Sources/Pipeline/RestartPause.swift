/// How long a camera's analysis rests after a failure: 1 s, doubling up to 60 s as long as failures follow each other.
struct RestartPause {
    /// An analysis that has run as long was well: the next failure is a new one.
    static let healthy = Duration.seconds(60)

    private var last: Duration?

    /// The pause after a failure of an analysis that had run for `duration`.
    mutating func next(after duration: Duration) -> Duration {
        let pause = duration >= Self.healthy ? .seconds(1) : min(last.map { $0 * 2 } ?? .seconds(1), .seconds(60))
        last = pause
        return pause
    }
}
