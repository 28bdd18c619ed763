import DequeModule

/// What a ring has to know of a packet.
protocol BufferedPacket {
    var sequence: Int { get }
    var receivedAt: ContinuousClock.Instant { get }
    var isKeyframe: Bool { get }
    var bytes: Int { get }
}

extension EncodedPacket: BufferedPacket {}

/// How many packets a ring gave up, and why.
struct DropTally: Hashable {
    var overflow = 0
    var awaitingKeyframe = 0
}

/// What a ring holds; plain value without lock or clock.
struct RingContent<Packet: BufferedPacket> {
    private let longest: Duration
    private let largest: Int
    private let longestLag: Duration
    /// Consecutive packets, oldest first.
    private var packets: Deque<Packet> = []
    /// Positions of keyframes, counted from the first packet ever appended.
    private var keyframes: Deque<Int> = []
    /// Position of `packets.first`.
    private var head = 0
    /// Position of the packet to take next.
    private var cursor = 0
    /// Position of the packet taken last; nil before the first.
    private var lastTaken: Int?
    /// Sequence number up to which packets have been counted, although they may come out once more after going back.
    private var settledThrough = -1
    private var bytes = 0
    /// Set while packets are refused because their keyframe was dropped.
    private var needsKeyframe = false

    init(seconds: Double, bytes: Int, lag: Double) {
        longest = .seconds(seconds)
        largest = bytes
        longestLag = .seconds(lag)
    }

    private var end: Int { head + packets.count }
    var backlog: Int { end - cursor }

    mutating func append(_ packet: Packet) -> DropTally {
        var tally = DropTally()
        if packet.isKeyframe { needsKeyframe = false }
        guard !needsKeyframe else {
            tally.awaitingKeyframe += 1
            return tally
        }
        if packet.isKeyframe { keyframes.append(end) }
        packets.append(packet)
        bytes += packet.bytes
        tally.overflow += catchUp(now: packet.receivedAt)
        tally.overflow += evict(now: packet.receivedAt)
        return tally
    }

    mutating func take() -> Packet? {
        guard cursor < end else { return nil }
        defer { cursor += 1 }
        lastTaken = cursor
        return packets[cursor - head]
    }

    /// Goes back to the keyframe of the packet taken last. Not once packets behind it were dropped: they have been
    /// counted, and would be counted again. Packets numbered up to `settledThrough` have been counted too.
    mutating func rewindToKeyframe(settledThrough: Int) -> Bool {
        guard let lastTaken, cursor == lastTaken + 1, let keyframe = keyframes.last(where: { $0 <= lastTaken })
        else { return false }
        cursor = keyframe
        self.settledThrough = max(self.settledThrough, settledThrough)
        return true
    }

    mutating func skipToEnd() -> Int {
        defer { cursor = end }
        return unsettled(cursor..<end)
    }

    /// The packets from the last keyframe at or before `moment` on, or else from the oldest keyframe held.
    func packets(since moment: ContinuousClock.Instant) -> [Packet] {
        let start = keyframes.last { packets[$0 - head].receivedAt <= moment } ?? keyframes.first
        return start.map { Array(packets[($0 - head)...]) } ?? []
    }

    /// The newest packet held that decoding can start at.
    var newestKeyframe: Packet? { keyframes.last.map { packets[$0 - head] } }

    /// The packets held whose number is greater than `sequence`.
    func packets(after sequence: Int) -> [Packet] {
        let older = packets.lastIndex { $0.sequence <= sequence }
        return Array(packets[(older.map { $0 + 1 } ?? packets.startIndex)...])
    }

    /// Analysis lags too far: moves on to the oldest group of pictures that is recent enough, or else the newest.
    private mutating func catchUp(now: ContinuousClock.Instant) -> Int {
        guard backlog > 0, now - packets[cursor - head].receivedAt > longestLag,
            let newest = keyframes.last, newest > cursor
        else { return 0 }
        let target = keyframes.first { $0 > cursor && now - packets[$0 - head].receivedAt <= longestLag } ?? newest
        defer { cursor = target }
        return unsettled(cursor..<target)
    }

    /// Lets the oldest groups of pictures go until the bounds are kept.
    private mutating func evict(now: ContinuousClock.Instant) -> Int {
        var dropped = 0
        while let oldest = packets.first, now - oldest.receivedAt > longest || bytes > largest {
            // The group of pictures under way has no next keyframe: what was analysed of it goes, or all of it.
            let next = keyframes.first { $0 > head } ?? (cursor > head ? cursor : end)
            needsKeyframe = needsKeyframe || (next == end && cursor < end)
            dropped += unsettled(cursor..<max(cursor, next))
            cursor = max(cursor, next)
            removeFirst(next - head)
        }
        return dropped
    }

    private func unsettled(_ positions: Range<Int>) -> Int {
        positions.count { packets[$0 - head].sequence > settledThrough }
    }

    private mutating func removeFirst(_ count: Int) {
        for packet in packets.prefix(count) { bytes -= packet.bytes }
        packets.removeFirst(count)
        head += count
        while let first = keyframes.first, first < head { keyframes.removeFirst() }
    }
}
