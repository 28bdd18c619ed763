import Foundation
import VideoCore
import VideoStreams

/// Where a stream is.
extension Field {
    /// Files are given by their path.
    private static let schemes = StreamAddress.Scheme.allCases.filter { $0 != .file }.map(\.rawValue)

    /// The scheme of a network address in lower case; nil for a path.
    private func scheme(of text: String) -> String? {
        text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() }
    }

    /// A network address, or the full path of a file.
    func address(isWatched: Bool) -> (text: String, isFile: Bool)? {
        guard let scheme = scheme(of: text) else { return file(text, isWatched: isWatched) }
        guard Self.schemes.contains(scheme) else {
            let near = Suggestion.nearest(to: scheme, in: Self.schemes)
            report(
                "addresses of this kind are not read",
                remedy: near.map { "did you mean `\($0)://`?" }
                    ?? "begin with \(Suggestion.choice(Self.schemes.map { $0 + "://" })), or give the path of a file")
            return nil
        }
        do {
            _ = try StreamAddress(text)
            return (text, false)
        } catch {
            report(error)
            return nil
        }
    }

    private func report(_ mistake: StreamAddress.Mistake) {
        let form = "write it as rtsp://HOST:554/PATH"
        switch mistake {
        case .noHost: report("the address has no host", remedy: form)
        case .badPort: report("the port is not a number 1…65535", remedy: form)
        case .badCharacter:
            report("the address contains a space or a control character", remedy: "delete it, or write a space as %20")
        case .noScheme:
            report("this looks like a network address without `scheme://`", remedy: "\(form), or a file as ./NAME")
        case .empty, .unsupportedScheme: report("the address cannot be read", remedy: form)
        }
    }

    private func file(_ text: String, isWatched: Bool) -> (text: String, isFile: Bool)? {
        do {
            _ = try StreamAddress(text)
        } catch {
            report(error)
            return nil
        }
        let path = ConfigurationFile.path(text, from: diagnosis.directory)
        if isWatched, !FileManager.default.fileExists(atPath: path) {
            warn("there is no such file", remedy: "check the path, relative to this file, or begin with rtsp://")
        }
        return (path, true)
    }
}

extension Value {
    /// The text of `url:`: a network address, or the full path of a file.
    func address(isWatched: Bool) -> (text: String, isFile: Bool)? {
        field("rtsp://ADDRESS/PATH, or the path of a file")?.address(isWatched: isWatched)
    }

    /// The first line of the file named here, a password or another `secret`.
    func passwordFromFile(_ secret: String = "password") -> String? {
        guard let text = text("the path of a file that holds the \(secret)") else { return nil }
        let path = ConfigurationFile.path(text, from: diagnosis.directory)
        if let pending = diagnosis.pendingFiles[path] { return pending.revealed }
        let line: String?
        do {
            let content = try ConfigurationFile.content(of: path, atMost: 4096)
            line = String(validating: content, as: UTF8.self)?.split(whereSeparator: \.isNewline).first.map(String.init)
        } catch {
            report(error.problem(of: "the \(secret) file"), remedy: error.mistake.remedy)
            return nil
        }
        guard let line else {
            report("the \(secret) file is empty or no text", remedy: "write the \(secret) on its first line")
            return nil
        }
        if ConfigurationFile.isReadableByOthers(path) {
            warn("others on this machine can read the \(secret) file", remedy: "run chmod 600 on it")
        }
        return line
    }
}
