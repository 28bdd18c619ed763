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
    static let available: Set<DetectorName> = [.thrownObject]

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

    /// Makes the detectors `names` after `settings`.
    static func detectors(_ names: Set<DetectorName>, _ settings: DetectorSettings?) -> [any Detector] {
        names.contains(.thrownObject)
            ? [ThrownObjectDetector(settings: settings?.thrownObject ?? ThrownObjectSettings())] : []
    }
}

extension DetectorSettings {
    /// Detectors that are configured and that this version has.
    var names: Set<DetectorName> { thrownObject == nil ? [] : [.thrownObject] }
}
