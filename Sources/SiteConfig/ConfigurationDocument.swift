import VideoCore
import Yams

/// A configuration file that is YAML, not yet read for its meaning.
struct ConfigurationDocument {
    private let path: String
    private let root: Value

    /// Reads the file at `path` as far as YAML goes.
    static func open(_ path: String) throws(ConfigurationErrors) -> ConfigurationDocument {
        try ConfigurationDocument(text: ConfigurationFile.text(at: path), path: path)
    }

    /// - Parameters:
    ///   - path: Where the text comes from; relative paths in it start there.
    ///   - pendingFiles: Password files that are still to be written, by their full path, with their first line.
    init(text: String, path: String, pendingFiles: [String: Secret] = [:]) throws(ConfigurationErrors) {
        do throws(YAMLText.Malformed) {
            let (root, repeatedKeys) = try YAMLText.compose(text)
            let survey = Survey(root)
            if let complaint = survey.complaint { throw YAMLText.Malformed([complaint]) }
            let diagnosis = Diagnosis(
                directory: ConfigurationFile.directory(of: path), secrets: survey.secrets, repeatedKeys: repeatedKeys,
                pendingFiles: pendingFiles)
            self.root = Value(node: root, path: "", diagnosis: diagnosis)
            self.path = path
        } catch {
            throw ConfigurationErrors(file: path, mistakes: error.mistakes)
        }
    }

    /// Whether the top level is one camera rather than a site.
    var isCamera: Bool { root.child("camera") != nil && root.child("cameras") == nil }

    /// Paths of the known keys that have been read so far.
    var seenKeys: Set<String> { root.diagnosis.seenKeys }

    /// What deserves attention, as far as it has been read.
    var warnings: [Mistake] { root.diagnosis.warnings.sorted(by: Mistake.precedes) }

    func siteSettings() throws(ConfigurationErrors) -> SiteSettings {
        var site = try finished(root.isNull ? reportEmpty() : root.site())
        warnAboutReadablePasswords(site.cameras)
        site.warnings = warnings
        return site
    }

    func cameraSettings() throws(ConfigurationErrors) -> CameraSettings {
        var camera = try finished(root.isNull ? reportEmpty() : root.camera(isEntry: false))
        warnAboutReadablePasswords([camera])
        camera.warnings = warnings
        return camera
    }

    private func finished<Settings>(_ settings: Settings?) throws(ConfigurationErrors) -> Settings {
        let mistakes = root.diagnosis.allMistakes()
        guard mistakes.isEmpty, let settings else {
            throw ConfigurationErrors(file: path, mistakes: mistakes, warnings: warnings)
        }
        return settings
    }

    private func reportEmpty<Settings>() -> Settings? {
        root.diagnosis.report(.emptyDocument)
        return nil
    }

    private func warnAboutReadablePasswords(_ cameras: [CameraSettings]) {
        let isInAddress = cameras.contains { !$0.isFile && $0.url?.revealed.contains("@") == true }
        guard isInAddress || root.diagnosis.holdsPassword, ConfigurationFile.isReadableByOthers(path) else { return }
        root.diagnosis.warn(
            Mistake(
                problem: "others on this machine can read this file, and it holds a password",
                remedy: "run chmod 600 on it, or use `passwordFile`"))
    }
}
