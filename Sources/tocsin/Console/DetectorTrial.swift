import Alarms
import Console
import Detectors
import Foundation
import Pipeline
import SiteConfig
import VideoCore
import VideoStreams

/// Detectors as somebody wants them, on the video of a camera that is still in memory. They are fresh ones: nothing that they
/// learn is kept, and nothing rings.
struct DetectorTrial: Sendable {
    /// Seconds of work after which what there is has to do.
    private static let patience = Duration.seconds(60)

    private let settings: DetectorSettings
    private let packets: [EncodedPacket]
    private let models: DetectorModels
    private let shields: [Polygon]

    /// The detectors `wanted` on `packets`. Masked is what they name as well as `shields`, what is masked already. Throws
    /// what is wrong with them, and where there is no video.
    init(
        _ wanted: JSONValue, packets: [EncodedPacket], models: DetectorModels, shields: [Polygon]
    ) throws(SetupRefusal) {
        let (settings, mistakes) = DetectorSettings.read(wanted)
        guard let settings, mistakes.isEmpty else {
            var checked = SetupChecked(revision: "", diff: "")
            checked.mistakes = mistakes.map { SetupChecked.Mistake($0) }
            throw .mistakes(checked)
        }
        guard packets.contains(where: \.isKeyframe) else { throw .noVideo("no video of this camera is in memory") }
        self.settings = settings
        self.packets = packets
        self.models = models
        self.shields = shields + settings.shields.filter { !shields.contains($0) }
    }

    /// What they find, looked for on a thread of its own that yields to all others.
    func run() async throws -> TrialAnswer {
        try await withCheckedThrowingContinuation { done in
            let thread = Thread {
                // On Linux of this thread alone: what is analysed live comes first.
                _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10)
                done.resume(with: Result { try look() })
            }
            thread.name = "trial"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    private struct Sight {
        var first: Double?
        var last: Frame?
        var findings: [Incident: Finding] = [:]
        /// The frame that settled the first finding.
        var shown: (finding: Incident, frame: Frame)?

        struct Incident: Hashable {
            let kind: AlarmKind
            let number: Int
        }

        mutating func note(_ finding: Finding, _ frame: Frame) {
            guard !finding.isTest else { return }
            let incident = Incident(kind: finding.kind, number: finding.incident)
            findings[incident] = finding
            if shown == nil || shown?.finding == incident && finding.stage == .close { shown = (incident, frame) }
        }
    }

    private func look() throws -> TrialAnswer {
        let detectors = try DetectorName.detectors(settings.names, settings, models: models)
        var bench = DetectorBench(detectors)
        var extractor = FrameExtractor(ledger: FrameLedger())
        var sight = Sight()
        let end = ContinuousClock.now + Self.patience
        func look(at frame: Frame) throws {
            sight.first = sight.first ?? frame.mediaTime
            sight.last = frame
            try bench.look(at: frame) { sight.note($0, frame) }
        }
        for packet in packets where ContinuousClock.now < end {
            do {
                try extractor.consume(packet, demand: .everyFrame, rewind: { _ in false }) { try look(at: $0) }
            } catch is StreamFailure {
                // Nothing can be made of it: from the next keyframe on.
                extractor = FrameExtractor(ledger: FrameLedger())
            }
        }
        try? extractor.finish { try look(at: $0) }
        if let last = sight.last { bench.finish { sight.note($0, last) } }
        return answer(sight)
    }

    private func answer(_ sight: Sight) -> TrialAnswer {
        let (first, last) = (sight.first ?? 0, sight.last?.mediaTime ?? 0)
        func seconds(_ time: Double) -> Double { ((time - first) * 100).rounded() / 100 }
        let findings = sight.findings.values.sorted { ($0.start, $0.incident) < ($1.start, $1.incident) }
        return TrialAnswer(
            seconds: seconds(last),
            findings: findings.map { finding in
                .init(
                    kind: finding.kind.rawValue, start: seconds(finding.start), end: seconds(finding.end),
                    floor: finding.origin?.floor, confidence: finding.confidence,
                    track: finding.track.map { [$0.pointInImage.x, $0.pointInImage.y] })
            }, picture: picture(sight))
    }

    private func picture(_ sight: Sight) -> String? {
        var drawing = Snapshot(masking: shields)
        guard let (incident, frame) = sight.shown, let finding = sight.findings[incident] else {
            return sight.last?.dataURI(drawing)
        }
        drawing.track = finding.track
        drawing.regionInImage = finding.regionInImage
        return frame.dataURI(drawing)
    }
}
