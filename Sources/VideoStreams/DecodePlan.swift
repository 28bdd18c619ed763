public import VideoCore

/// Decides for each packet whether it is decoded: all of them, keyframes alone, or from the start of its group again.
struct DecodePlan {
    /// What to do with a packet.
    enum Decision: Hashable {
        /// Nobody needs it.
        case skip
        /// It cannot be decoded: the keyframe before it is missing.
        case drop
        /// Decode it after the packet before.
        case decode
        /// Decode it by itself; the next packets are not wanted.
        case decodeAlone
        /// Go back to the keyframe of its group, if that is still held.
        case rewind
    }

    /// Whether every packet of the group so far went into the decoder.
    private var isContiguous = false
    private var hasKeyframe = false
    private var lastKeyframe: Double?

    /// Starts anew: the next packets come from another connection.
    mutating func reset() { self = DecodePlan() }

    /// What to do with the next packet. `now` is a clock in seconds; `interval` is nil when every frame is needed, else
    /// the least number of seconds between two keyframes.
    mutating func decide(isKeyframe: Bool, now: Double, interval: Double?) -> Decision {
        if isKeyframe { hasKeyframe = true }
        guard hasKeyframe else { return .drop }
        guard let interval else {
            if isKeyframe { isContiguous = true }
            return isContiguous ? .decode : .rewind
        }
        isContiguous = false
        if isKeyframe, isDue(now: now, interval: interval) {
            lastKeyframe = now
            return .decodeAlone
        }
        return .skip
    }

    /// The rewind asked for has been done, or was not possible: then packets are dropped up to the next keyframe.
    mutating func rewound(_ succeeded: Bool) {
        hasKeyframe = succeeded
    }

    private func isDue(now: Double, interval: Double) -> Bool {
        guard let lastKeyframe, now >= lastKeyframe else { return true }
        // Keyframes that come exactly at the interval jitter a little.
        return now - lastKeyframe >= interval * 0.98
    }
}

extension FrameDemand {
    /// What is asked for where there is no detector: nothing after the first keyframe.
    public static var least: FrameDemand { .keyframes(every: .infinity) }

    /// The demand that serves this one and `other`.
    public func joined(with other: FrameDemand) -> FrameDemand {
        switch (self, other) {
        case (.everyFrame, _), (_, .everyFrame): .everyFrame
        case (.onActivity, _), (_, .onActivity): .onActivity
        case (.keyframes(let one), .keyframes(let other)): .keyframes(every: min(one, other))
        }
    }
}
