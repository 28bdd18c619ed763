import Foundation
import Yams

/// Where a camera's stream is, and its credentials.
extension Value {
    static let schemes = ["rtsp", "rtsps", "http", "https"]

    /// The scheme of a network address in lower case; nil for a path.
    func scheme(of text: String) -> String? {
        text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() }
    }

    /// The text of `url:`: a network address, or the full path of a file.
    func address(isWatched: Bool) -> (text: String, isFile: Bool)? {
        guard let text = text("rtsp://ADDRESS/PATH, or the path of a file") else { return nil }
        guard let scheme = scheme(of: text) else { return file(text, isWatched: isWatched) }
        guard Self.schemes.contains(scheme) else {
            let near = Suggestion.nearest(to: scheme, in: Self.schemes)
            report(
                "addresses of this kind are not read",
                remedy: near.map { "did you mean `\($0)://`?" }
                    ?? "begin with \(Suggestion.choice(Self.schemes.map { $0 + "://" })), or give the path of a file")
            return nil
        }
        guard !text.contains(where: { $0.isWhitespace || $0.isNewline }) else {
            report("the address contains a space", remedy: "delete it; within a path write %20")
            return nil
        }
        guard hasHost(text.dropFirst(scheme.count + 3)) else { return nil }
        return (text, false)
    }

    private func file(_ text: String, isWatched: Bool) -> (text: String, isFile: Bool)? {
        let path = ConfigurationFile.path(text, from: diagnosis.directory)
        if isWatched, !FileManager.default.fileExists(atPath: path) {
            warn("there is no such file", remedy: "check the path, relative to this file, or begin with rtsp://")
        }
        return (path, true)
    }

    /// Passwords may contain `@` and `:`, so the host begins after the last `@` before the path.
    private func hasHost(_ rest: Substring) -> Bool {
        let afterLogin = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
        let authority = afterLogin.prefix { $0 != "/" && $0 != "?" }
        let host = authority.first == "[" ? authority.prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        let port = authority.dropFirst(host.count).drop { $0 == "]" }
        guard !host.isEmpty else {
            report("the address has no host", remedy: "write it as rtsp://HOST:554/PATH")
            return false
        }
        let isPort = port.isEmpty || port.first == ":" && (1...65_535).contains(Int(port.dropFirst()) ?? 0)
        if !isPort { report("the port is not a number 1…65535", remedy: "write it as rtsp://HOST:554/PATH") }
        return isPort
    }

    /// The first line of the file named here.
    func passwordFromFile() -> String? {
        guard let text = text("the path of a file that holds the password") else { return nil }
        let path = ConfigurationFile.path(text, from: diagnosis.directory)
        let line: String?
        do {
            let content = try ConfigurationFile.content(of: path, atMost: 4096)
            line = String(validating: content, as: UTF8.self)?.split(whereSeparator: \.isNewline).first.map(String.init)
        } catch {
            report("the password file \(error.mistake.problem)", remedy: error.mistake.remedy)
            return nil
        }
        guard let line else {
            report("the password file is empty or no text", remedy: "write the password on its first line")
            return nil
        }
        if ConfigurationFile.isReadableByOthers(path) {
            warn("others on this machine can read the password file", remedy: "run chmod 600 on it")
        }
        return line
    }
}
