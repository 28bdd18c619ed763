/// Makes one steady clock out of a stream's time stamps: 0 at the first frame, never backwards, in seconds.
///
/// Stamps are trusted while they step forward. A missing, repeated or slightly late stamp is squeezed in behind the last
/// one; a jump (a wrapped counter, a restarted encoder, a reconnection) is bridged by the time that really passed.
struct MediaClock {
    /// A step forward of more than this, in seconds, is a jump in a live stream.
    static let longestStep = 10.0
    /// A step back of more than this, in seconds, is a jump; less is disorder.
    static let longestStepBack = 1.0
    /// Frames with the same or a late stamp follow each other by this, in seconds.
    static let smallestStep = 0.001

    private var lastTime: Double?
    private var lastArrival: Double = 0
    private var lastConnection = 0
    /// What the stamps are ahead of media time, in seconds; known from the first stamp on.
    private var offset = 0.0
    private var hasOffset = false
    /// Usual step between frames, in seconds, learned from good steps.
    private var usualStep = 0.04

    /// Media time of the frame stamped `stamp` seconds. `arrival` is monotonic, in seconds; only a live stream's counts.
    mutating func mediaTime(stamp: Double?, arrival: Double, isLive: Bool, connection: Int) -> Double {
        defer {
            lastArrival = arrival
            lastConnection = connection
        }
        guard let lastTime else {
            offset = stamp ?? 0
            self.lastTime = 0
            hasOffset = stamp != nil
            return 0
        }
        let time = next(
            after: lastTime, stamp: stamp, passed: isLive ? arrival - lastArrival : usualStep, isLive: isLive,
            reconnected: connection != lastConnection)
        self.lastTime = time
        return time
    }

    private mutating func next(
        after last: Double, stamp: Double?, passed: Double, isLive: Bool, reconnected: Bool
    ) -> Double {
        guard let stamp else {
            if reconnected { hasOffset = false }
            return last + (reconnected ? max(passed, Self.smallestStep) : usualStep)
        }
        defer { hasOffset = true }
        let step = stamp - offset - last
        let isJump = step < -Self.longestStepBack || (isLive && step > Self.longestStep)
        if reconnected || isJump || !hasOffset {
            // FFmpeg leaves the very first stamp of an RTSP session out: then the usual step is the best guess.
            let time = last + (hasOffset || reconnected ? max(passed, Self.smallestStep) : usualStep)
            offset = stamp - time
            return time
        }
        guard step > 0 else { return last + Self.smallestStep }
        if step < 1 { usualStep += (step - usualStep) / 16 }
        return last + step
    }
}
