import Detectors
import Pipeline
import Polling
import VideoCore
import VideoStreams

extension LiveView {
    /// How a camera under analysis is doing, from its `report` and what was `last` seen of its picture; nil while it is
    /// still starting, and for a recording that has ended.
    init?(_ report: CameraReport, last: (verdict: PictureVerdict, picture: Frame)?) {
        switch report.stream.phase {
        case .idle, .ended: return nil
        case .streaming:
            guard last != nil || report.counts.decoded > 0 else { return nil }
            self.init(sign: .up, outcome: VisitOutcome(last?.verdict ?? .good, picture: last?.picture))
        case .awaitingPacket, .awaitingKeyframe:
            guard report.stream.lastFailure != nil else { return nil }
            self.init(sign: .up, outcome: VisitOutcome(StreamFailure(.noPacket)))
        case .connecting:
            guard let failure = report.stream.lastFailure else { return nil }
            self.init(sign: .none, outcome: VisitOutcome(failure))
        case .pausing(let failure):
            self.init(sign: SignOfLife(failure.code), outcome: VisitOutcome(failure))
        }
    }
}
