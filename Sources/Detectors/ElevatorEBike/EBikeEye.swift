import Inference
import VideoCore
import Vision

/// One thing with two wheels that a look has shown.
struct Sighting: Hashable {
    var region: Region
    /// 0…1.
    var confidence: Double
    /// Whether it suffices for an alarm, and not only to keep one up.
    var isClear: Bool
}

/// Shows pictures to the network and reads what it says. One owner; allocates nothing once warm.
struct EBikeEye {
    private let model: EBikeModel
    private let request: InferenceRequest
    private let input: NetworkInput
    private let reader: DetectionReader
    private let ringing: Set<EBikeModel.Role>
    private let excluded: [Polygon]
    private var detections: [Detection] = []
    /// Things that ring, of the last look.
    private(set) var sightings: [Sighting] = []
    /// People, of the last look.
    private(set) var people: [Region] = []

    /// Overlap from which two boxes show the same thing.
    private static let sameThing: Float = 0.45
    private static let whole = Region(x: 0, y: 0, width: 1, height: 1)

    init(_ model: EBikeModel, settings: EBikeSettings) throws(InferenceError) {
        self.model = model
        request = try model.network.makeRequest()
        input = model.description.input
        // What has been seen clearly once is looked for with less.
        reader = try model.reader(at: EBikeModel.keeping)
        ringing = settings.bicyclesRing ? [.ebike, .bicycle] : [.ebike]
        excluded = settings.excluded
    }

    /// Looks at `frame`; the result is in ``sightings`` and ``people``.
    mutating func look(at frame: Frame) throws(InferenceError) {
        try unsafe request.evaluate { values in unsafe input.write(Self.whole, of: frame, into: values) }
        reader.read(request, into: &detections)
        sightings.removeAll(keepingCapacity: true)
        people.removeAll(keepingCapacity: true)
        for index in detections.indices {
            let found = detections[index]
            guard let role = model.roles[found.label] else { continue }
            let region = found.regionInImage(of: Self.whole, in: frame, shownAs: input)
            if role == .person { people.append(region) }
            guard ringing.contains(role), !isSomethingElse(index), !isExcluded(region) else { continue }
            // Boxes of one thing differ in size, so that their overlap alone does not tell: likeliest first, and what lies
            // in the middle of it, or around it, is the same.
            if sightings.contains(where: { $0.region.isTheSame(as: region) }) { continue }
            sightings.append(
                Sighting(
                    region: region, confidence: Double(found.confidence),
                    isClear: Double(found.confidence) >= model.thresholds[found.label]))
        }
    }

    /// Whether the same place shows something likelier that does not ring, or the same thing again by another name.
    private func isSomethingElse(_ index: Int) -> Bool {
        let found = detections[index]
        return detections.indices.contains { other in
            let rival = detections[other]
            guard other != index, let role = model.roles[rival.label], role != .person else { return false }
            let isLikelier =
                rival.confidence > found.confidence || rival.confidence == found.confidence && other < index
            return isLikelier && rival.overlap(with: found) > Self.sameThing
        }
    }

    private func isExcluded(_ region: Region) -> Bool {
        let middle = ImagePoint(x: region.x + region.width / 2, y: region.y + region.height / 2)
        return excluded.contains { $0.contains(middle) }
    }
}

extension Region {
    /// Whether the middle of one lies in the other, or nearly.
    func isTheSame(as other: Region) -> Bool {
        holdsMiddle(of: other) || other.holdsMiddle(of: self) || likeness(to: other) > 0.35
    }

    private func holdsMiddle(of other: Region) -> Bool {
        let (column, row) = (other.x + other.width / 2, other.y + other.height / 2)
        return column > x && column < x + width && row > y && row < y + height
    }
}
