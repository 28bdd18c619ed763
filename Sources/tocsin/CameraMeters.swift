import Pipeline
import Telemetry
import VideoCore
import VideoStreams

/// What is measured of each camera: asked for at every scrape, so it is as fresh as the scrape.
struct CameraMeters {
    /// Shows in `metrics` what `reports` say.
    static func register(in metrics: Metrics, reports: @escaping @Sendable () -> [CameraReport]) {
        metrics.whenScraped { samples in
            let reports = reports()
            var states: [State: Int] = [:]
            for report in reports {
                states[State(report.stream.phase), default: 0] += 1
                Self.add(report, to: &samples)
            }
            for state in State.allCases {
                samples.set(.cameras, states[state, default: 0], ["state": state.rawValue])
            }
        }
    }

    /// Where a stream stands, as the label spells it.
    enum State: String, CaseIterable {
        case idle, connecting, waiting, streaming, down, ended

        init(_ phase: StreamPhase) {
            switch phase {
            case .idle: self = .idle
            case .connecting: self = .connecting
            case .awaitingPacket, .awaitingKeyframe: self = .waiting
            case .streaming: self = .streaming
            case .pausing: self = .down
            case .ended: self = .ended
            }
        }
    }

    private static func add(_ report: CameraReport, to samples: inout Samples) {
        let camera = ["camera": report.id.name]
        samples.set(.cameraUp, report.stream.phase == .streaming ? 1 : 0, camera)
        samples.set(.cameraFramesPending, report.counts.pending, camera)
        samples.set(.cameraConnections, report.stream.connections, camera)
        samples.set(.cameraRestarts, report.restarts, camera)
        samples.set(.cameraBlind, report.blindSeconds, camera)
        samples.set(.cameraLag, report.lag, camera)
        add(report.counts, of: report.id.name, to: &samples)
    }

    private static func add(_ counts: FrameCounts, of camera: String, to samples: inout Samples) {
        for (stage, count) in [("received", counts.received), ("decoded", counts.decoded)] {
            samples.set(.cameraFrames, count, ["camera": camera, "stage": stage])
        }
        for reason in FrameCounts.SkipReason.allCases {
            let labels = ["camera": camera, "reason": reason.rawValue]
            let recalled = counts.recalled[reason, default: 0]
            // A counter must not fall when pictures are taken back.
            samples.set(.cameraFramesSkipped, counts.skipped[reason, default: 0] + recalled, labels)
            samples.set(.cameraFramesRecalled, recalled, labels)
        }
        for reason in FrameCounts.DropReason.allCases {
            let labels = ["camera": camera, "reason": reason.rawValue]
            samples.set(.cameraFramesDropped, counts.dropped[reason, default: 0], labels)
        }
    }
}
