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

    /// Finds people with the lift's network. Throws when it knows none.
    public init(_ model: EBikeModel) throws(InferenceError) {
        guard model.roles.contains(.person) else {
            throw .unreadable(model: model.description.name, reason: "it has no class called person")
        }
        self.model = model
        request = try model.network.makeRequest()
        input = model.description.input
        var lenient = model.description
        lenient.thresholds = lenient.thresholds.mapValues { $0 * Self.lenience }
        reader = try DetectionReader(lenient, outputs: model.network.outputs)
    }

    /// People in the whole of `frame`, and in each of `places` and as much around it again, where smaller ones are seen;
    /// most of them more than once.
    public mutating func people(in frame: Frame, near places: [Region]) throws(InferenceError) -> [Region] {
        var people: [Region] = []
        for view in [Region(x: 0, y: 0, width: 1, height: 1)] + places.map({ $0.grown(by: 0.5) }) {
            try unsafe request.evaluate { values in unsafe input.write(view, of: frame, into: values) }
            reader.read(request, into: &detections)
            for found in detections where model.roles[found.label] == .person {
                people.append(found.regionInImage(of: view, in: frame, shownAs: input))
            }
        }
        return people
    }
}
