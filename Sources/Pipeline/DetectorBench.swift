public import VideoCore
import VideoStreams

/// The detectors of one camera side by side: what they need together, and who is due for a frame.
public struct DetectorBench {
    private var seats: [Seat]

    private struct Seat {
        var detector: any Detector
        var lastLook = -Double.infinity

        /// A detector that asked for sparse keyframes is not shown every frame that another one needs.
        func isDue(_ frame: Frame) -> Bool {
            guard case .keyframes(let interval) = detector.demand else { return true }
            return frame.isKeyframe && frame.mediaTime - lastLook >= interval * 0.98
        }
    }

    /// A bench of `detectors`.
    public init(_ detectors: [any Detector]) { seats = detectors.map { Seat(detector: $0) } }

    /// The demand that serves all of them now.
    public var demand: FrameDemand {
        var demand = FrameDemand.least
        for seat in seats.indices { demand = demand.joined(with: seats[seat].detector.demand) }
        return demand
    }

    /// Seconds in which they could not see what they are there to see, all of them together.
    public var blindSeconds: Double { seats.reduce(0) { $0 + $1.detector.blindSeconds } }

    /// Shows `frame` to those that are due and hands each finding to `report`. Throws what a detector throws.
    public mutating func look(at frame: Frame, report: (Finding) -> Void) throws {
        for seat in seats.indices where seats[seat].isDue(frame) {
            seats[seat].lastLook = frame.mediaTime
            for finding in try seats[seat].detector.findings(in: frame) { report(finding) }
        }
    }

    /// The stream has ended: hands what is still open to `report`.
    public mutating func finish(report: (Finding) -> Void) {
        for seat in seats.indices {
            for finding in seats[seat].detector.finish() { report(finding) }
        }
    }
}
