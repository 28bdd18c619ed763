public import Inference

/// The network that sees e-bikes and what resembles them, shared by all cameras.
public struct EBikeModel: Sendable {
    /// Its name in the manifest.
    public static let name = "ebike"
    /// Share of the threshold that suffices for what has been seen clearly before.
    static let keeping = 0.6

    /// What a class of the network means for a lift.
    enum Role: Hashable, Sendable {
        /// A powered two-wheeler.
        case ebike
        /// One without a motor.
        case bicycle
        /// Resembles them: where it is likelier in the same place, there is no e-bike.
        case lookalike
        /// May hide one.
        case person
    }

    /// What the manifest says of it.
    public let description: ModelManifest.Model
    /// What evaluates it.
    public var engine: InferenceEngine { network.engine }
    let network: Network
    /// By number of the class; nil for classes that mean nothing here.
    let roles: [Role?]
    /// By number of the class: probability from which it counts as clearly seen.
    let thresholds: [Double]

    /// The model of `manifest`, for `streams` cameras looked at in the same moment.
    ///
    /// Throws when it is missing or damaged, or knows no powered two-wheeler.
    public init(_ manifest: ModelManifest, engine: InferenceEngine, streams: Int) throws(InferenceError) {
        let (model, network) = try manifest.network(Self.name, engine: engine, streams: streams)
        try self.init(model, network)
    }

    init(_ model: ModelManifest.Model, _ network: Network) throws(InferenceError) {
        description = model
        self.network = network
        roles = model.classes.map(Self.role)
        thresholds = model.classes.map { model.thresholds[$0] ?? 1 }
        let rings = zip(model.classes, roles).contains { $0.1 == .ebike && model.thresholds[$0.0] != nil }
        guard rings else {
            throw .unreadable(
                model: model.name,
                reason: "it has no class called ebike, motorcycle, scooter or moped that has a threshold")
        }
    }

    /// What reads its boxes, where `share` of each threshold suffices.
    func reader(at share: Double) throws(InferenceError) -> DetectionReader {
        var lenient = description
        lenient.thresholds = lenient.thresholds.mapValues { $0 * share }
        return try DetectionReader(lenient, outputs: network.outputs)
    }

    /// Classes by the names that data sets give them.
    private static func role(_ name: String) -> Role? {
        switch name.lowercased() {
        case "ebike", "e-bike", "motorcycle", "motorbike", "scooter", "moped": .ebike
        case "bicycle": .bicycle
        case "wheelchair", "pram", "stroller", "trolley", "cart", "luggage", "suitcase": .lookalike
        case "person": .person
        default: nil
        }
    }
}
