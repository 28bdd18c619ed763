import ArgumentParser
import Detectors
import SiteConfig
import VideoCore

/// The detectors as the command line names them.
enum DetectorName: String, CaseIterable {
    case thrownObject = "thrown-object"
    case ebike, fire, smoke, quality

    /// All names, for help and mistakes.
    static let list = allCases.map(\.rawValue).joined(separator: ",")

    /// Those this version has.
    static let available = Set(allCases)

    /// Those that run on a camera of a site that names none: what any place may have. Few cameras are in a lift.
    static let usual: Set<DetectorName> = [.thrownObject, .fire, .smoke, .quality]

    /// Reads a list such as `thrown-object,fire`. Throws a ``ValidationError`` for names that do not exist and for
    /// detectors that this version does not have yet.
    static func parse(_ list: String) throws -> Set<DetectorName> {
        let names = try list.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let text = part.trimmingPrefix { $0 == " " }
            guard let name = DetectorName(rawValue: String(text)) else {
                throw ValidationError("“\(text)” is no detector; choose from \(Self.list).")
            }
            guard available.contains(name) else {
                throw ValidationError(
                    "This version has no detector “\(name.rawValue)” yet; it has "
                        + available.map(\.rawValue).sorted().joined(separator: ", ") + ".")
            }
            return name
        }
        return Set(names)
    }

    /// Makes the detectors `names` after `settings`; those that need a model take it from `models`. Throws an
    /// `InferenceError`.
    static func detectors(
        _ names: Set<DetectorName>, _ settings: DetectorSettings?, models: DetectorModels
    ) throws -> [any Detector] {
        var detectors: [any Detector] = []
        if names.contains(.thrownObject) {
            detectors.append(ThrownObjectDetector(settings: settings?.thrownObject ?? ThrownObjectSettings()))
        }
        if names.contains(.ebike) {
            detectors.append(
                try ElevatorEBikeDetector(model: models.ebikes, settings: settings?.ebike ?? EBikeSettings()))
        }
        if let hazards = hazards(names, settings) {
            detectors.append(try FireSmokeDetector(model: models.hazards, settings: hazards))
        }
        if names.contains(.quality) { detectors.append(PictureQualityDetector()) }
        return detectors
    }

    /// What the fire and smoke detector is to look for; nil when neither is named.
    static func hazards(_ names: Set<DetectorName>, _ settings: DetectorSettings?) -> FireSmokeSettings? {
        let named = Hazard.allCases.filter { names.contains($0 == .fire ? .fire : .smoke) }
        guard !named.isEmpty else { return nil }
        let excluded = settings?.fireSmoke?.excluded ?? [:]
        return FireSmokeSettings(excluded: Dictionary(uniqueKeysWithValues: named.map { ($0, excluded[$0] ?? []) }))
    }
}

extension DetectorSettings {
    /// Detectors that are configured and that this version has.
    var names: Set<DetectorName> {
        var names: Set<DetectorName> = thrownObject == nil ? [] : [.thrownObject]
        if ebike != nil { names.insert(.ebike) }
        for hazard in fireSmoke?.watched ?? [] { names.insert(hazard == .fire ? .fire : .smoke) }
        if quality { names.insert(.quality) }
        return names
    }
}
