import Foundation
import VideoStreams

/// What was seen of one camera.
struct PlanSight: Sendable {
    /// How far it came.
    enum Stage: Sendable { case untried, waiting, connecting, connected }

    var stage = Stage.untried
    /// Whether it is watched no more.
    var isOver = false
    /// Whether it was let go early because the host could not keep up.
    var isLetGo = false
    /// Columns and rows of its pictures; 0 where none came.
    private(set) var width = 0
    private(set) var height = 0
    /// Seconds of video between its first picture and its last.
    private(set) var watchedSeconds = 0.0
    /// Those of them that are measured: from when it had settled.
    private(set) var seconds = 0.0
    /// Processor seconds between these two.
    private(set) var processorSeconds = 0.0
    /// Processor seconds of its thread from beginning to end.
    var threadSeconds = 0.0
    private(set) var framesPerSecond = 0.0
    private(set) var bitsPerSecond = 0.0
    /// Why it could not be watched to the end.
    var failure: StreamFailure?
    private var first: Double?
    private var settled: (mediaTime: Double, packets: Int, processorSeconds: Double)?

    /// Seconds of video that are not measured: networks and buffers are made, and what stands still is learnt.
    static let settling = 3.0
    /// Seconds of video below which nothing is reckoned from.
    static let leastSeconds = 2.0

    /// Whether a picture came.
    var hasPicture: Bool { width > 0 }

    /// Whether enough was seen to reckon with.
    var isMeasured: Bool { seconds >= Self.leastSeconds }

    /// Cores that it takes while it keeps up.
    var cores: Double { isMeasured ? processorSeconds / seconds : 0 }

    /// Takes in the next picture, of `size`, before which `packets` had come and the thread had taken `now` seconds.
    mutating func note(
        _ size: (width: Int, height: Int), mediaTime: Double, packets: Int, processorSeconds now: Double
    ) {
        (width, height) = size
        let first = self.first ?? mediaTime
        self.first = first
        watchedSeconds = mediaTime - first
        guard watchedSeconds >= Self.settling else { return }
        let settled = self.settled ?? (mediaTime, packets, now)
        self.settled = settled
        seconds = mediaTime - settled.mediaTime
        processorSeconds = now - settled.processorSeconds
        // By the stream's own clock: a host that cannot keep up reads it more slowly than it was filmed.
        if seconds > 0 { framesPerSecond = Double(packets - settled.packets) / seconds }
    }

    /// `bytes` came in `packets` altogether.
    mutating func arrived(bytes: Int, packets: Int) {
        bitsPerSecond = packets > 0 ? 8 * Double(bytes) / Double(packets) * framesPerSecond : 0
    }

    /// That a recording, all of which was seen, was over before `asked` seconds could be measured; nil where it was not.
    func shortfall(of asked: Double) -> String? {
        guard failure == nil, !isLetGo, isMeasured, seconds < asked - 0.5 else { return nil }
        let (length, measured) = (String(format: "%.0f", watchedSeconds), String(format: "%.0f", seconds))
        return "the recording was over after \(length) s: reckoned from the last \(measured) s of it."
    }

    /// What went wrong with the stream at `address`, or why it was not measured; nil where all is well.
    func reason(_ address: StreamAddress) -> String? {
        if let failure, failure.code != .stopped { return failure.words(readingOnce: address) }
        guard !isMeasured else { return nil }
        if isLetGo { return "let go before it was measured, because this host could not keep up." }
        switch stage {
        case .untried: return "not tried."
        case .waiting: return "not reached in the time: others of the same device were connected first."
        case .connecting: return "no answer in the time."
        case .connected where !hasPicture:
            return "connected, but no picture came in the time. \(StreamFailure(.noKeyframe).advice)"
        case .connected:
            let came = String(format: "%.0f", watchedSeconds)
            return "only \(came) s of video were seen in the time, too little to measure: try a longer --seconds."
        }
    }
}
