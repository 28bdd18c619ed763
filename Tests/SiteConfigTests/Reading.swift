import Foundation

@testable import SiteConfig

/// Where documents without a file of their own pretend to lie; nothing is there.
let nowhere = "/nowhere/in/particular"

/// What is wrong in a site's file with this text.
func mistakes(in text: String) -> [Mistake] {
    do throws(ConfigurationErrors) {
        _ = try ConfigurationDocument(text: text, path: nowhere + "/site.yaml").siteSettings()
        return []
    } catch {
        return error.mistakes
    }
}

/// The site in `text`.
func site(_ text: String) throws -> SiteSettings {
    try ConfigurationDocument(text: text, path: nowhere + "/site.yaml").siteSettings()
}

/// The camera in `text`, a document of its own.
func camera(_ text: String) throws -> CameraSettings {
    try ConfigurationDocument(text: text, path: nowhere + "/camera.yaml").cameraSettings()
}

/// A site with one camera; `keys` are put below its address, indented by `cameraIndent`.
func siteWithCamera(_ keys: String) -> String {
    let lines = keys.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
    return """
        site: east-garden
        cameras:
          - camera: facade-3
            url: rtsp://127.0.0.1/video1
        \(lines.joined(separator: "\n"))

        """
}

/// The first of the lines that ``siteWithCamera(_:)`` inserts.
let firstCameraLine = 5

/// A directory that is gone when the test is over.
final class TemporaryDirectory {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "tocsin-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes `bytes` to `name`, readable as `mode` says; gives the full path.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, to name: String, mode: Int = 0o600) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    /// Writes `text` to `name`.
    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        try write(text.utf8, to: name, mode: mode)
    }
}
