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
    /// no longer held, or packets behind it have been dropped since.
    ///
    /// - Parameter settledThrough: packets up to this sequence number have been accounted for, and are not counted again.
    public func rewindToKeyframe(settledThrough: Int) -> Bool {
        state.withLock { $0.content.rewindToKeyframe(settledThrough: settledThrough) }
    }

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

    /// The packets held from the last keyframe that had arrived at `moment`, or else from the oldest one held.
    func packets(since moment: ContinuousClock.Instant) -> [EncodedPacket] {
        state.withLock { $0.content.packets(since: moment) }
    }

    /// The packets held with a number above `sequence`, and whether no more will come.
    func packets(after sequence: Int) -> (packets: [EncodedPacket], isOver: Bool) {
        state.withLock { ($0.content.packets(after: sequence), $0.isFinished) }
    }

    /// The newest packet held that decoding can start at.
    var newestKeyframe: EncodedPacket? { state.withLock { $0.content.newestKeyframe } }

    /// Packets not yet taken.
    public var backlog: Int { state.withLock { $0.content.backlog } }

    private struct State {
        var content: RingContent<EncodedPacket>
        var isFinished = false
        var waiter: CheckedContinuation<Void, Never>?
    }
}
