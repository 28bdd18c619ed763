public import Detectors
import VideoCore
public import VideoStreams

/// Gets a picture from one channel, and judges it: connect, wait for the first picture, look until its state is settled,
/// leave. Blocks; one attempt more where the first picture did not come in time, two more where the recorder had no room.
public struct ChannelVisit: Sendable {
    private let stream: StreamSettings
    private let timing: PollTiming
    private let stop: PollStop

    /// A visit to `stream`, which `stop` ends.
    public init(_ stream: StreamSettings, timing: PollTiming = PollTiming(), stop: PollStop = PollStop()) {
        self.stream = stream
        self.timing = timing
        self.stop = stop
    }

    /// Carries it out, with a fresh `examination` for each attempt.
    public func run(_ examination: () -> PictureExamination) -> VisitOutcome {
        var attempt = 0
        var wait = timing.firstPicture
        while true {
            attempt += 1
            let outcome = attend(examination(), firstPicture: wait)
            guard let code = outcome.failure?.code else { return outcome }
            if code == .busy, attempt < timing.busyAttempts {
                stop.pause(seconds: timing.busyPause)
            } else if [.noKeyframe, .noPacket, .stalled].contains(code), attempt == 1, timing.secondAttempt > 0 {
                wait = timing.secondAttempt
            } else {
                return outcome
            }
            if stop.isStopping { return VisitOutcome(StreamFailure(.stopped)) }
        }
    }

    /// One attempt.
    private func attend(_ fresh: PictureExamination, firstPicture: Double) -> VisitOutcome {
        var examination = fresh
        var limits = ConnectionTiming()
        limits.connect = timing.connect
        limits.firstPacket = firstPicture
        limits.firstKeyframe = firstPicture
        var last: Frame?
        do {
            last = try stop.whileInterruptible { ending in try look(&examination, limits, ending) }
        } catch let failure as StreamFailure {
            return VisitOutcome(failure)
        } catch {
            return VisitOutcome(StreamFailure(.other, "\(error)"))
        }
        if stop.isStopping { return VisitOutcome(StreamFailure(.stopped)) }
        guard last != nil else { return VisitOutcome(StreamFailure(.undecodable, "no picture")) }
        var outcome = VisitOutcome(examination.verdict, picture: last)
        outcome.examination = examination
        return outcome
    }

    /// Looks until the state of the picture is settled; returns the last one seen, nil where there was none.
    private func look(
        _ examination: inout PictureExamination, _ limits: ConnectionTiming, _ ending: StopSwitch
    ) throws -> Frame? {
        var last: Frame?
        var began: Double?
        var reader = try FrameReader(opening: stream, timing: limits, ledger: FrameLedger(), stop: ending)
        do {
            try reader.readAll(demand: { .everyFrame }) { frame in
                // After the stop the decoder gives out what it holds.
                guard examination.verdict == .unsettled else { return }
                examination.look(at: frame)
                last = frame
                if began == nil { began = frame.mediaTime }
                let isLong = frame.mediaTime - (began ?? 0) > timing.longestLook
                if examination.verdict != .unsettled || isLong { ending.stop() }
            }
        } catch let failure as StreamFailure where examination.verdict != .unsettled {
            // A stream that breaks off after its picture was judged has given one.
            _ = failure
        }
        return last
    }
}
