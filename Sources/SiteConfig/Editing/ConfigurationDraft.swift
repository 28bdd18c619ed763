public import VideoCore

/// The text of a site's file that is not in its place yet, read as `tocsin check` would read it there.
public struct ConfigurationDraft: Sendable {
    /// What it configures; nil where there are mistakes.
    public let settings: SiteSettings?
    /// In the order of the file.
    public let mistakes: [Mistake]
    /// In the order of the file.
    public let warnings: [Mistake]

    /// Reads `text`, which is to be the file at `path`. `pendingFiles` are password files that will be there by then, by
    /// their full path, with their first line.
    public init(text: String, path: String, pendingFiles: [String: Secret] = [:]) {
        do throws(ConfigurationErrors) {
            let document = try ConfigurationDocument(text: text, path: path, pendingFiles: pendingFiles)
            let settings = try document.siteSettings()
            (self.settings, mistakes, warnings) = (settings, [], settings.warnings)
        } catch {
            (settings, mistakes, warnings) = (nil, error.mistakes, error.warnings)
        }
    }
}

extension DetectorSettings {
    /// Reads `detectors`, the value of a camera's key of that name, with what is wrong in it. Lines and columns are left out:
    /// it stands in no file.
    public static func read(_ detectors: JSONValue) -> (settings: DetectorSettings?, mistakes: [Mistake]) {
        let entry = ["camera": JSONValue.string("camera"), "detectors": detectors.settled(under: "detectors")]
        guard let lines = try? EntryText.block(entry, indent: 0, path: "cameras[]") else {
            return (nil, [Mistake(key: "detectors", problem: "cannot be read", remedy: "correct its texts")])
        }
        func bare(_ mistakes: [Mistake]) -> [Mistake] {
            mistakes.map { Mistake(key: $0.key, problem: $0.problem, remedy: $0.remedy) }
        }
        do throws(ConfigurationErrors) {
            let text = lines.map { $0 + "\n" }.joined()
            let camera = try ConfigurationDocument(text: text, path: "/camera.yaml").cameraSettings()
            return (camera.detectors, [])
        } catch {
            return (nil, bare(error.mistakes))
        }
    }
}
