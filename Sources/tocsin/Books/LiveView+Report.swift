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
            // No result rather than a good one: nobody has seen a picture of late.
            self.init(sign: .up, outcome: last.map { VisitOutcome($0.verdict, picture: $0.picture) })
        case .awaitingPacket, .awaitingKeyframe:
            guard report.stream.lastFailure != nil else { return nil }
            self.init(sign: .up, outcome: VisitOutcome(StreamFailure(.noPacket)))
        case .connecting:
            guard let failure = report.stream.lastFailure else { return nil }
            self.init(sign: SignOfLife.none, outcome: VisitOutcome(failure))
        case .pausing(let failure):
            self.init(sign: SignOfLife(failure.code), outcome: VisitOutcome(failure))
        }
    }
}
