import Alarms
import ArgumentParser
import Foundation
import SiteConfig
import VideoCore
import VideoStreams

/// What an analysis reads and with what eyes.
struct AnalysisPlan {
    /// The parts of the input, read one after the other.
    let parts: [Part]
    /// The detectors to use.
    let detectors: Set<DetectorName>
    /// How they are set up.
    let detectorSettings: DetectorSettings?
    /// The networks of those that need one.
    let models: DetectorModels
    /// What the events say of the camera.
    let context: CameraContext
    /// The input as it may be shown.
    let title: String

    /// A video, or one still of a folder.
    struct Part {
        let stream: StreamSettings
        /// File name, for a still of a folder.
        let name: String?
    }

    /// Plans the analysis of `input` after the camera's configuration and the command line. Throws ``UnusableInput``, or a
    /// `ValidationError`.
    init(input: String, settings: CameraSettings?, detect: String?, stream: StreamOptions) throws {
        detectorSettings = settings?.detectors
        detectors = try detect.map(DetectorName.parse) ?? settings?.detectors?.names ?? DetectorName.available
        guard !detectors.isEmpty else {
            throw ValidationError(
                "This version runs none of the detectors that the configuration names; it has "
                    + DetectorName.available.map(\.rawValue).sorted().joined(separator: ", ")
                    + ". Name one there, or with --detect.")
        }
        let whole = try stream.settings(for: input)
        title = "\(whole.address)"
        parts = try Self.parts(of: whole)
        models = DetectorModels(streams: 1)
        var context = Self.context(settings, defaultName: whole.address.name)
        context.models = try models.references(detectors)
        self.context = context
    }

    private static func parts(of whole: StreamSettings) throws -> [Part] {
        var isFolder: ObjCBool = false
        let path = whole.address.path
        guard whole.address.isFile, unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            isFolder.boolValue
        else { return [Part(stream: whole, name: nil)] }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw UnusableInput(description: "\(path): this user may not read the folder. Run chmod or chown.")
        }
        let stills =
            names
            .filter { stillExtensions.contains(URL(fileURLWithPath: $0).pathExtension.lowercased()) }
            .sorted()
        guard !stills.isEmpty else {
            throw UnusableInput(
                description: "\(path): the folder holds no still image. Name a video, or a folder of jpg or png files.")
        }
        return stills.map { name in
            Part(stream: StreamSettings(address: StreamAddress(file: "\(path)/\(name)")), name: name)
        }
    }

    private static let stillExtensions: Set = ["jpg", "jpeg", "png", "bmp", "webp", "gif", "tif", "tiff"]

    private static func context(_ settings: CameraSettings?, defaultName: String) -> CameraContext {
        var context =
            settings.map { CameraContext(site: "analysis", timeZone: .gmt, $0) }
            ?? CameraContext(site: "analysis", camera: AlarmCamera(id: defaultName.isEmpty ? "camera" : defaultName))
        // A recording is judged whatever hour it was made at.
        context.settings.schedule = .always
        context.settings.scheduleByKind = [:]
        return context
    }
}
