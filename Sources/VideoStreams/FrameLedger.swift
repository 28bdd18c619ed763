import Synchronization

/// What became of every compressed picture that a camera sent.
///
/// Each is counted once where its fate is settled, so that `received = decoded + skipped + dropped` holds exactly once
/// nothing is pending. Shared by the reader thread and the camera's task; the lock is held for a few instructions.
public final class FrameLedger: Sendable {
    private let state = Mutex(FrameCounts())

    /// An empty ledger.
    public init() {}

    /// The counts as they stand.
    public var counts: FrameCounts { state.withLock { $0 } }

    /// A packet was taken from the ring, and then the camera was stopped.
    public func countStopped() { countDropped(.stopped) }

    func countReceived() { state.withLock { $0.received += 1 } }
    func countDecoded() { state.withLock { $0.decoded += 1 } }
    func countSkipped(_ reason: FrameCounts.SkipReason) { state.withLock { $0.skipped[reason, default: 0] += 1 } }
    /// Packets skipped before are wanted after all.
    func takeBack(skipped reason: FrameCounts.SkipReason, _ count: Int) {
        guard count > 0 else { return }
        state.withLock { counts in
            counts.skipped[reason, default: 0] -= count
            counts.recalled[reason, default: 0] += count
        }
    }
    func countDropped(_ reason: FrameCounts.DropReason, _ count: Int = 1) {
        guard count > 0 else { return }
        state.withLock { $0.dropped[reason, default: 0] += count }
    }
}

/// A copy of a ledger's counts.
public struct FrameCounts: Hashable, Sendable {
    /// Why a picture was deliberately not decoded.
    public enum SkipReason: String, CaseIterable, Sendable {
        /// No detector needed it.
        case notDue
    }

    /// Why a picture was lost.
    public enum DropReason: String, CaseIterable, Sendable {
        /// Analysis lagged, and the whole group of pictures was given up before it cost a decode.
        case overflow
        /// The stream was entered between two keyframes.
        case awaitingKeyframe
        /// The decoder made nothing of it.
        case undecodable
        /// It was decoded with errors, so it is not shown to detectors.
        case damaged
        /// It was waiting when the camera was stopped or restarted.
        case stopped
    }

    /// Compressed pictures that arrived.
    public var received = 0
    /// Pictures decoded.
    public var decoded = 0
    /// Pictures deliberately not decoded, by reason; reasons that did not occur are absent.
    public var skipped: [SkipReason: Int] = [:]
    /// Pictures that were skipped and then wanted after all; they stand in `skipped` no more. For figures that must only
    /// grow: `skipped + recalled` does.
    public var recalled: [SkipReason: Int] = [:]
    /// Pictures lost, by reason; reasons that did not occur are absent.
    public var dropped: [DropReason: Int] = [:]

    /// Nothing counted yet.
    public init() {}

    /// Pictures whose fate is not settled yet: in the ring or inside the decoder. 0 after the end.
    public var pending: Int { received - decoded - skipped.values.reduce(0, +) - dropped.values.reduce(0, +) }
}
