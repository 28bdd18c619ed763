public import Inference

/// The network that sees fire and smoke, shared by all cameras.
public struct HazardModel: Sendable {
    /// Its name in the manifest.
    public static let name = "fire-smoke"
    /// What the manifest says of it.
    public let description: ModelManifest.Model
    /// What evaluates it.
    public var engine: InferenceEngine { network.engine }
    let network: Network
    /// Places of the classes `fire` and `smoke` in the network's order; nil where it has none.
    let places: [Hazard: Int]

    /// The model of `manifest`, for `streams` cameras looked at in the same moment.
    ///
    /// Throws when it is missing or damaged, or knows neither fire nor smoke.
    public init(
        _ manifest: ModelManifest, engine: InferenceEngine, streams: Int
    ) throws(InferenceError) {
        let (model, network) = try manifest.network(Self.name, engine: engine, streams: streams)
        try self.init(model, network)
    }

    init(_ model: ModelManifest.Model, _ network: Network) throws(InferenceError) {
        description = model
        self.network = network
        var places: [Hazard: Int] = [:]
        for hazard in Hazard.allCases { places[hazard] = model.classes.firstIndex(of: hazard.rawValue) }
        guard !places.isEmpty else {
            throw .unreadable(model: model.name, reason: "it has no class called fire or smoke")
        }
        self.places = places
    }

    /// The probability from which a hazard counts; nil where the model does not know it.
    func threshold(_ hazard: Hazard) -> Double? {
        places[hazard] == nil ? nil : description.thresholds[hazard.rawValue]
    }
}
