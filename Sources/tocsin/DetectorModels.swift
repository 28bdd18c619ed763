import Alarms
import Detectors
import Foundation
import Inference
import Synchronization
import VideoCore

/// The networks that detectors share, each read when the first detector asks for it.
final class DetectorModels: Sendable {
    private let streams: Int
    private let loaded = Mutex<Result<HazardModel, InferenceError>?>(nil)

    /// For `streams` cameras looked at in the same moment.
    init(streams: Int) { self.streams = streams }

    /// The network for fire and smoke. Throws when it is missing or damaged.
    var hazards: HazardModel {
        get throws(InferenceError) {
            try loaded.withLock { loaded in
                if let loaded { return loaded }
                let result = Result { () throws(InferenceError) in try Self.read(streams: streams) }
                loaded = result
                return result
            }.get()
        }
    }

    private static func read(streams: Int) throws(InferenceError) -> HazardModel {
        try HazardModel(
            ModelManifest(folder: ModelManifest.place()), engine: InferenceEngine.chosen(), streams: streams)
    }

    /// What evaluates the networks; nil while none has been asked for.
    var engine: InferenceEngine? {
        guard case .success(let model) = loaded.withLock({ $0 }) else { return nil }
        return model.engine
    }

    /// What events say of the models behind `names`. Throws like ``hazards``.
    func references(_ names: Set<DetectorName>) throws(InferenceError) -> [AlarmKind: ModelReference] {
        guard !names.isDisjoint(with: [.fire, .smoke]) else { return [:] }
        let model = try hazards.description
        let reference = ModelReference(name: model.name, version: model.version, sha256: model.sha256)
        return [.fire: reference, .smoke: reference]
    }
}
