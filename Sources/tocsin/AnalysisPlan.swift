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

    /// Plans the analysis of `input` after the camera's configuration and the command line.
    init(input: String, settings: CameraSettings?, detect: String?, stream: StreamOptions) throws {
        detectorSettings = settings?.detectors
        detectors = try detect.map(DetectorName.parse) ?? settings?.detectors?.names ?? DetectorName.available
        let whole = try stream.settings(for: input)
        title = "\(whole.address)"
        parts = try Self.parts(of: whole)
        context = Self.context(settings, defaultName: URL(fileURLWithPath: whole.address.path).lastPathComponent)
    }

    private static func parts(of whole: StreamSettings) throws -> [Part] {
        var isFolder: ObjCBool = false
        let path = whole.address.path
        guard whole.address.isFile, unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
            isFolder.boolValue
        else { return [Part(stream: whole, name: nil)] }
        let stills = try FileManager.default.contentsOfDirectory(atPath: path)
            .filter { stillExtensions.contains(URL(fileURLWithPath: $0).pathExtension.lowercased()) }
            .sorted()
        guard !stills.isEmpty else { throw StreamFailure(.noVideo, "the folder holds no still image") }
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
