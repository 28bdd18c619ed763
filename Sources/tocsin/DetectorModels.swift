import Alarms
import Detectors
import Foundation
import Inference
import Synchronization
import VideoCore

/// The networks that detectors share, each read when the first detector asks for it.
final class DetectorModels: Sendable {
    private let streams: Int
    private let hazardModel = Mutex<Result<HazardModel, InferenceError>?>(nil)
    private let ebikeModel = Mutex<Result<EBikeModel, InferenceError>?>(nil)

    /// For `streams` cameras looked at in the same moment.
    init(streams: Int) { self.streams = streams }

    /// The network for fire and smoke. Throws when it is missing or damaged.
    var hazards: HazardModel {
        get throws(InferenceError) {
            try Self.once(hazardModel) { () throws(InferenceError) in
                try HazardModel(
                    ModelManifest(folder: ModelManifest.place()), engine: InferenceEngine.chosen(), streams: streams)
            }
        }
    }

    /// The network for e-bikes. Throws when it is missing or damaged.
    var ebikes: EBikeModel {
        get throws(InferenceError) {
            try Self.once(ebikeModel) { () throws(InferenceError) in
                try EBikeModel(
                    ModelManifest(folder: ModelManifest.place()), engine: InferenceEngine.chosen(), streams: streams)
            }
        }
    }

    /// Reads a model when the first asks for it; a failure is kept as well.
    private static func once<Model: Sendable>(
        _ kept: borrowing Mutex<Result<Model, InferenceError>?>, _ read: () throws(InferenceError) -> Model
    ) throws(InferenceError) -> Model {
        let result = kept.withLock { kept in
            if let kept { return kept }
            let result = Result { () throws(InferenceError) in try read() }
            kept = result
            return result
        }
        return try result.get()
    }

    /// What evaluates the networks; nil while none has been asked for.
    var engine: InferenceEngine? {
        if case .success(let model) = hazardModel.withLock({ $0 }) { return model.engine }
        if case .success(let model) = ebikeModel.withLock({ $0 }) { return model.engine }
        return nil
    }

    /// What events say of the models behind `names`. Throws like ``hazards``.
    func references(_ names: Set<DetectorName>) throws(InferenceError) -> [AlarmKind: ModelReference] {
        var references: [AlarmKind: ModelReference] = [:]
        if !names.isDisjoint(with: [.fire, .smoke]) {
            let reference = ModelReference(try hazards.description)
            (references[.fire], references[.smoke]) = (reference, reference)
        }
        if names.contains(.ebike) { references[.ebikeInElevator] = ModelReference(try ebikes.description) }
        return references
    }
}

extension ModelReference {
    fileprivate init(_ model: ModelManifest.Model) {
        self.init(name: model.name, version: model.version, sha256: model.sha256)
    }
}
