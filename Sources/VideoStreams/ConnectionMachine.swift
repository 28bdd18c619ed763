/// Where a stream stands.
public enum StreamPhase: Hashable, Sendable {
    /// Not begun.
    case idle
    /// A session is being agreed upon.
    case connecting
    /// There is a session; no video yet.
    case awaitingPacket
    /// There is video; no picture yet that decoding can start at.
    case awaitingKeyframe
    /// Video arrives.
    case streaming
    /// The last attempt failed for this reason; the next one follows after a pause.
    case pausing(StreamFailure)
    /// A recording has been read to its end.
    case ended
}

/// Decides what a camera's reader does next. No clock, no socket: the reader reports events and carries out actions.
struct ConnectionMachine {
    /// What happened.
    enum Event {
        case begin
        case opened
        case packet(isKeyframe: Bool)
        case failed(StreamFailure)
        case pauseOver
        case endOfRecording(again: Bool)
    }

    /// What to do; times in seconds.
    enum Action: Hashable {
        case connect(within: Double)
        case read(within: Double)
        case pause(Double)
        case finish
    }

    private(set) var phase = StreamPhase.idle
    private let timing: ConnectionTiming
    /// Attempts in a row that came to nothing.
    private var failures = 0
    /// When the stream was last healthy, or the first attempt was made.
    private var outageBegan = 0.0
    private var openedAt = 0.0
    private var streamingSince = 0.0

    /// A stream that breaks sooner than this, in seconds, still belongs to the outage before.
    static let healthyAfter = 10.0

    init(timing: ConnectionTiming) { self.timing = timing }

    /// Takes in what happened at `now` seconds. `random`, 0…1, spreads the pauses.
    mutating func handle(_ event: Event, now: Double, random: Double) -> Action {
        switch event {
        case .begin:
            outageBegan = now
            return connect()
        case .pauseOver:
            return connect()
        case .opened:
            openedAt = now
            phase = .awaitingPacket
            return .read(within: timing.firstPacket)
        case .packet(let isKeyframe):
            return packet(isKeyframe: isKeyframe, now: now, random: random)
        case .failed(let failure):
            return fail(failure, now: now, random: random)
        case .endOfRecording(let again):
            if again { return connect() }
            phase = .ended
            return .finish
        }
    }

    private mutating func connect() -> Action {
        phase = .connecting
        return .connect(within: timing.connect)
    }

    private mutating func packet(isKeyframe: Bool, now: Double, random: Double) -> Action {
        if phase != .streaming {
            if isKeyframe {
                phase = .streaming
                streamingSince = now
            } else {
                phase = .awaitingKeyframe
                let left = openedAt + timing.firstKeyframe - now
                guard left > 0 else {
                    return fail(noKeyframe, now: now, random: random)
                }
                return .read(within: min(timing.stall, left))
            }
        }
        if now - streamingSince > Self.healthyAfter { failures = 0 }
        return .read(within: timing.stall)
    }

    private mutating func fail(_ failure: StreamFailure, now: Double, random: Double) -> Action {
        if phase == .streaming, now - streamingSince > Self.healthyAfter {
            failures = 0
            outageBegan = now
        }
        phase = .pausing(reason(failure, now: now))
        failures += 1
        return .pause(pause(after: failure, outage: now - outageBegan) * random)
    }

    /// What a deadline that passed means depends on what was being waited for.
    private func reason(_ failure: StreamFailure, now: Double) -> StreamFailure {
        guard failure.code == .stalled else { return failure }
        switch phase {
        case .awaitingPacket: return StreamFailure(.noPacket, "\(Int(timing.firstPacket)) s")
        // A camera that goes silent before its first keyframe has stalled; it did not leave the keyframe out.
        case .awaitingKeyframe where now - openedAt >= timing.firstKeyframe: return noKeyframe
        default: return failure
        }
    }

    private var noKeyframe: StreamFailure { StreamFailure(.noKeyframe, "\(Int(timing.firstKeyframe)) s") }

    /// Upper bound of the next pause, in seconds.
    ///
    /// It doubles with each failure (full jitter: Brooker, "Exponential Backoff and Jitter", 2015), but stays under a
    /// third of the outage so far: a recorder that restarts in ten seconds is back on screen in a few.
    private func pause(after failure: StreamFailure, outage: Double) -> Double {
        // Devices lock accounts after a few wrong passwords.
        if failure.code == .unauthorized { return timing.pause.upperBound }
        let doubled = timing.pause.lowerBound * Double(1 << min(failures - 1, 16))
        return max(timing.pause.lowerBound, min(doubled, outage / 3, timing.pause.upperBound))
    }
}
