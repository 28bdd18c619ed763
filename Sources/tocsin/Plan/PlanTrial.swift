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

    /// Seconds of video below which nothing is reckoned from.
    static let leastSeconds = 2.0

    /// Watches for `seconds` of video, or until `stop`. `gate` lets in as many connections as its recorder takes.
    func run(seconds: Double, gate: DispatchSemaphore, stop: StopSwitch) -> PlanSight {
        var sight = PlanSight()
        let ledger = FrameLedger()
        do {
            var bench = DetectorBench(try makeDetectors())
            var reader = try connect(gate, ledger, stop)
            defer { sight.arrived(bytes: reader.receivedBytes, packets: ledger.counts.received) }
            try reader.readAll(demand: { bench.demand }) { frame in
                guard sight.seconds < seconds else { return }
                try bench.look(at: frame) { _ in }
                sight.note(frame, packets: ledger.counts.received, processorSeconds: Self.threadSeconds)
                if sight.seconds >= seconds { stop.stop() }
            }
            if sight.width == 0 { throw StreamFailure(.undecodable, "no picture") }
        } catch {
            sight.failure = error as? StreamFailure ?? StreamFailure(.other, "\(error)")
        }
        sight.threadSeconds = Self.threadSeconds
        return sight
    }

    private func connect(
        _ gate: DispatchSemaphore, _ ledger: FrameLedger, _ stop: StopSwitch
    ) throws(StreamFailure) -> FrameReader {
        gate.wait()
        defer { gate.signal() }
        return try FrameReader(opening: stream, timing: timing, ledger: ledger, stop: stop)
    }

    /// Processor seconds of the calling thread.
    private static var threadSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// What was seen of one camera.
struct PlanSight: Sendable {
    /// Columns and rows of its pictures; 0 where none came.
    private(set) var width = 0
    private(set) var height = 0
    /// Seconds of video between its first picture and its last.
    private(set) var seconds = 0.0
    /// Processor seconds between these two.
    private(set) var processorSeconds = 0.0
    /// Processor seconds of its thread from beginning to end.
    var threadSeconds = 0.0
    private(set) var framesPerSecond = 0.0
    private(set) var bitsPerSecond = 0.0
    /// Why it could not be watched to the end.
    var failure: StreamFailure?
    private var began: (mediaTime: Double, packets: Int, processorSeconds: Double)?

    /// Whether enough was seen to reckon with.
    var isMeasured: Bool { seconds >= PlanTrial.leastSeconds }

    /// Cores that it takes while it keeps up.
    var cores: Double { isMeasured ? processorSeconds / seconds : 0 }

    /// Takes in the next picture, before which `packets` had come and the thread had taken `now` seconds.
    mutating func note(_ frame: Frame, packets: Int, processorSeconds now: Double) {
        (width, height) = (frame.width, frame.height)
        let began = self.began ?? (frame.mediaTime, packets, now)
        self.began = began
        seconds = frame.mediaTime - began.mediaTime
        processorSeconds = now - began.processorSeconds
        // By the stream's own clock: a host that cannot keep up reads it more slowly than it was filmed.
        if seconds > 0 { framesPerSecond = Double(packets - began.packets) / seconds }
    }

    /// `bytes` came in `packets` altogether.
    mutating func arrived(bytes: Int, packets: Int) {
        bitsPerSecond = packets > 0 ? 8 * Double(bytes) / Double(packets) * framesPerSecond : 0
    }
}
