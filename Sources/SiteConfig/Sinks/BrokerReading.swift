import VideoCore
import Yams

/// What the addresses and logins of brokers have in common.
extension Value {
    /// One text, or a list of them. An empty list is reported.
    func texts(_ expected: String) -> [String] {
        guard node.sequence != nil else { return text(expected).map { [$0] } ?? [] }
        let entries = list(of: expected) ?? []
        if entries.isEmpty { report("is empty", remedy: "write \(expected)") }
        return entries.compactMap { $0.text(expected) }
    }

    /// The complete path of a file that holds secrets and is read only when it is used.
    func secretFile(_ expected: String) -> String? {
        guard let text = text(expected) else { return nil }
        let path = ConfigurationFile.path(text, from: diagnosis.directory)
        do {
            _ = try ConfigurationFile.content(of: path, atMost: 64 << 10)
        } catch {
            report(error.problem(of: "the file"), remedy: error.mistake.remedy)
            return nil
        }
        if ConfigurationFile.isReadableByOthers(path) {
            warn("others on this machine can read the file", remedy: "run chmod 600 on it")
        }
        return path
    }
}

extension SectionReader {
    /// A secret that stands under `key`, or on the first line of the file under `fileKey`.
    func secret(_ key: String, orFile fileKey: String) -> Secret? {
        let given = self[key]?.text("the secret in quotes").map { Secret($0) }
        if given != nil { owner.diagnosis.sawPassword() }
        guard let file = self[fileKey] else { return given }
        if given != nil { file.report("the secret is given twice", remedy: "keep either `\(key)` or `\(fileKey)`") }
        return file.passwordFromFile().map { Secret($0) } ?? given
    }

    /// Says that a password which goes over the network as it is can be read there.
    func warnOfOpenLogin(isSecured: Bool) {
        guard !isSecured, let login = self["username"] ?? self["token"] ?? self["tokenFile"] else { return }
        login.warn("the login and the alarms can be read on the way", remedy: "give `tls`, with {} for the system's")
    }
}
