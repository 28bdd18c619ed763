import Foundation
import Glibc
import Pipeline
import VideoCore
import VideoStreams

/// One camera watched for a while, on a thread of its own so that its processor time is known.
struct PlanTrial: Sendable {
    let stream: StreamSettings
    let timing: ConnectionTiming
    /// Makes what looks at its pictures. Throws where a network cannot be used.
    let makeDetectors: @Sendable () throws -> [any Detector]

    /// Watches for `seconds` of video once it has settled, or until `stop`. `gate` lets in as many connections as its
    /// recorder takes; `tell` hears of every step, and of the end.
    func run(seconds: Double, gate: DispatchSemaphore, stop: StopSwitch, tell: (PlanSight) -> Void) {
        var sight = PlanSight()
        let ledger = FrameLedger()
        do {
            var bench = DetectorBench(try makeDetectors())
            var reader = try connect(gate, ledger, stop) { stage in
                sight.stage = stage
                tell(sight)
            }
            defer { sight.arrived(bytes: reader.receivedBytes, packets: ledger.counts.received) }
            try reader.readAll(demand: { bench.demand }) { frame in
                guard sight.seconds < seconds else { return }
                try bench.look(at: frame) { _ in }
                let isFirst = !sight.hasPicture
                sight.note(
                    (frame.width, frame.height), mediaTime: frame.mediaTime, packets: ledger.counts.received,
                    processorSeconds: Self.threadSeconds)
                if isFirst { tell(sight) }
                if sight.seconds >= seconds { stop.stop() }
            }
            if !sight.hasPicture, !stop.isStopped { throw StreamFailure(.undecodable, "no picture") }
        } catch {
            sight.failure = error as? StreamFailure ?? StreamFailure(.other, "\(error)")
        }
        sight.threadSeconds = Self.threadSeconds
        sight.isOver = true
        tell(sight)
    }

    private func connect(
        _ gate: DispatchSemaphore, _ ledger: FrameLedger, _ stop: StopSwitch, reach: (PlanSight.Stage) -> Void
    ) throws(StreamFailure) -> FrameReader {
        reach(.waiting)
        while gate.wait(timeout: .now() + 0.1) == .timedOut {
            if stop.isStopped { throw StreamFailure(.stopped) }
        }
        defer { gate.signal() }
        reach(.connecting)
        let reader = try FrameReader(opening: stream, timing: timing, ledger: ledger, stop: stop)
        reach(.connected)
        return reader
    }

    /// Processor seconds of the calling thread.
    private static var threadSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
