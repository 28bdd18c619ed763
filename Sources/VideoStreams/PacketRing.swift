import DequeModule
import Synchronization

/// The last seconds of compressed video of one camera, by group of pictures, and the place up to which it was analysed.
///
/// One thread pushes, one task takes. Bounded by seconds and bytes: the oldest groups go first. When analysis lags,
/// whole groups of pictures are dropped before they cost a decode, and counted. What was taken stays as pre-roll.
public final class PacketRing: Sendable {
    private let state: Mutex<State>
    private let ledger: FrameLedger

    /// A ring that keeps at most `seconds` and `bytes`, and lets analysis fall behind by at most `lag` seconds.
    public init(seconds: Double, bytes: Int, lag: Double = 5, ledger: FrameLedger) {
        state = Mutex(State(content: RingContent(seconds: seconds, bytes: bytes, lag: lag)))
        self.ledger = ledger
    }

    /// Adds the newest packet. Called by the reader thread; never waits.
    func push(_ packet: EncodedPacket) {
        ledger.countReceived()
        let (tally, waiter) = state.withLock { ($0.content.append(packet), $0.waiter.take()) }
        ledger.countDropped(.overflow, tally.overflow)
        ledger.countDropped(.awaitingKeyframe, tally.awaitingKeyframe)
        waiter?.resume()
    }

    /// The next packet to analyse; waits for one. Nil once ``finish()`` was called and nothing is left.
    public func next() async -> EncodedPacket? {
        while true {
            let (packet, isFinished) = state.withLock { ($0.content.take(), $0.isFinished) }
            if packet != nil || isFinished { return packet }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.content.backlog == 0, !state.isFinished else { return true }
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    /// Goes back to the start of the group of pictures that the packet last taken belongs to. False when that start is
    /// no longer held.
    public func rewindToKeyframe() -> Bool { state.withLock { $0.content.rewindToKeyframe() } }

    /// No more packets will come. What is held can still be taken.
    func finish() {
        let waiter = state.withLock { state in
            state.isFinished = true
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// Gives up what was not taken yet and counts it as dropped for `reason`.
    public func abandon(_ reason: FrameCounts.DropReason) {
        ledger.countDropped(reason, state.withLock { $0.content.skipToEnd() })
    }

    /// The packets that arrived in the last `seconds`, from the keyframe before: evidence from before an event.
    public func preRoll(seconds: Double) -> [EncodedPacket] { state.withLock { $0.content.preRoll(seconds: seconds) } }

    /// Packets not yet taken.
    public var backlog: Int { state.withLock { $0.content.backlog } }

    private struct State {
        var content: RingContent
        var isFinished = false
        var waiter: CheckedContinuation<Void, Never>?
    }
}

/// How many packets a ring gave up, and why.
struct DropTally: Hashable {
    var overflow = 0
    var awaitingKeyframe = 0
}

/// What a ring holds; plain value without lock or clock.
struct RingContent {
    private let longest: Duration
    private let largest: Int
    private let longestLag: Duration
    /// Consecutive packets, oldest first.
    private var packets: Deque<EncodedPacket> = []
    /// Positions of keyframes, counted from the first packet ever appended.
    private var keyframes: Deque<Int> = []
    /// Position of `packets.first`.
    private var head = 0
    /// Position of the packet to take next.
    private var cursor = 0
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

    mutating func append(_ packet: EncodedPacket) -> DropTally {
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

    mutating func take() -> EncodedPacket? {
        guard cursor < end else { return nil }
        defer { cursor += 1 }
        return packets[cursor - head]
    }

    mutating func rewindToKeyframe() -> Bool {
        guard let keyframe = keyframes.last(where: { $0 < cursor }) else { return false }
        cursor = keyframe
        return true
    }

    mutating func skipToEnd() -> Int {
        defer { cursor = end }
        return backlog
    }

    func preRoll(seconds: Double) -> [EncodedPacket] {
        guard let newest = packets.last else { return [] }
        let from = newest.receivedAt - .seconds(seconds)
        let start = keyframes.last { packets[$0 - head].receivedAt <= from } ?? keyframes.first
        return start.map { Array(packets[($0 - head)...]) } ?? []
    }

    /// Analysis lags too far: moves on to the oldest group of pictures that is recent enough, or else the newest.
    private mutating func catchUp(now: ContinuousClock.Instant) -> Int {
        guard backlog > 0, now - packets[cursor - head].receivedAt > longestLag,
            let newest = keyframes.last, newest > cursor
        else { return 0 }
        let target = keyframes.first { $0 > cursor && now - packets[$0 - head].receivedAt <= longestLag } ?? newest
        defer { cursor = target }
        return target - cursor
    }

    /// Lets the oldest groups of pictures go until the bounds are kept.
    private mutating func evict(now: ContinuousClock.Instant) -> Int {
        var dropped = 0
        while let oldest = packets.first, now - oldest.receivedAt > longest || bytes > largest {
            // The group of pictures under way has no next keyframe: what was analysed of it goes, or all of it.
            let next = keyframes.first { $0 > head } ?? (cursor > head ? cursor : end)
            needsKeyframe = needsKeyframe || (next == end && cursor < end)
            dropped += max(0, next - cursor)
            cursor = max(cursor, next)
            removeFirst(next - head)
        }
        return dropped
    }

    private mutating func removeFirst(_ count: Int) {
        for packet in packets.prefix(count) { bytes -= packet.bytes }
        packets.removeFirst(count)
        head += count
        while let first = keyframes.first, first < head { keyframes.removeFirst() }
    }
}
