public import Inference
public import VideoCore
import Vision

/// Finds people in pictures that are to leave the site, so that they can be masked. It recognises nobody.
public struct PeopleFinder {
    private let model: EBikeModel
    private let request: InferenceRequest
    private let input: NetworkInput
    private let reader: DetectionReader
    private var detections: [Detection] = []

    /// Share of the network's threshold that suffices: one mask too many costs less than one too few.
    private static let lenience = 0.8

    /// Finds people with the lift's network. Throws when it knows none, or no threshold for them.
    public init(_ model: EBikeModel) throws(InferenceError) {
        let finds = zip(model.description.classes, model.roles).contains { name, role in
            role == .person && model.description.thresholds[name] != nil
        }
        guard finds else {
            throw .unreadable(model: model.description.name, reason: "it has no class person that has a threshold")
        }
        self.model = model
        request = try model.network.makeRequest()
        input = model.description.input
        reader = try model.reader(at: Self.lenience)
    }

    /// People in the whole of `frame`, and once more and larger at `places`; most are named more than once.
    public mutating func people(in frame: Frame, at places: [Region]) throws(InferenceError) -> [Region] {
        var people: [Region] = []
        for view in PeopleViews.of(places) {
            try unsafe request.evaluate { values in unsafe input.write(view, of: frame, into: values) }
            reader.read(request, into: &detections)
            for found in detections where model.roles[found.label] == .person {
                people.append(found.regionInImage(of: view, in: frame, shownAs: input))
            }
        }
        return people
    }
}

/// The parts of a picture in which people are looked for. Pure.
enum PeopleViews {
    /// The whole, and what shows `places` larger: one part where that holds them all with what is around them, else those of
    /// the tiles in which flames are looked for that have a share of them. At most ten, whatever the places are.
    static func of(_ places: [Region]) -> [Region] {
        let whole = HazardView.region(HazardView.whole)
        guard let first = places.first else { return [whole] }
        let around = places.dropFirst().reduce(first) { $0.union($1) }.grown(by: 0.5)
        let tiles = (1..<HazardView.count).map(HazardView.region)
        if around.width <= tiles[0].width, around.height <= tiles[0].height { return [whole, around] }
        return [whole] + tiles.filter { tile in places.contains { $0.overlaps(tile) } }
    }
}
