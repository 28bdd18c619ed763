import VideoCore

/// Remembers the packets that went into a decoder until their frames come out, in whatever order.
struct PacketsInDecoder {
    /// What a frame inherits from its packet.
    struct Entry {
        let sequence: Int
        let receivedAt: ContinuousClock.Instant
        let wallTime: WallTime
        let isKeyframe: Bool
        /// Decoded only because later packets refer to it: its frame was given out before.
        let isRepeat: Bool
    }

    /// H.264 and H.265 reorder by at most 16 pictures; a packet older than twice that has come to nothing.
    private static let depth = 32
    private var entries = [Entry?](repeating: nil, count: Self.depth)

    /// Notes a packet; returns the number of packets (0 or 1) that are known to have come to nothing.
    mutating func enter(_ packet: EncodedPacket, isRepeat: Bool) -> Int {
        let slot = packet.sequence % Self.depth
        defer {
            entries[slot] = Entry(
                sequence: packet.sequence, receivedAt: packet.receivedAt, wallTime: packet.wallTime,
                isKeyframe: packet.isKeyframe, isRepeat: isRepeat)
        }
        return entries[slot].map { $0.isRepeat ? 0 : 1 } ?? 0
    }

    /// The packet numbered `sequence`, whose frame came out; nil when it is not known or gave a frame before.
    mutating func leave(sequence: Int) -> Entry? {
        guard sequence >= 0, let entry = entries[sequence % Self.depth], entry.sequence == sequence else { return nil }
        return entries[sequence % Self.depth].take()
    }

    /// Forgets all packets; returns how many came to nothing.
    mutating func clear() -> Int {
        var lost = 0
        for slot in entries.indices {
            if let entry = entries[slot].take(), !entry.isRepeat { lost += 1 }
        }
        return lost
    }
}
