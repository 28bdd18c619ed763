import Foundation

/// The text of a configuration file, or the reason why there is none.
enum ConfigurationFile {
    /// Bytes; a site of 500 cameras with 60 floor lines each needs a third of it.
    static let largest = 4 << 20

    /// The text of the file at `path`.
    static func text(at path: String) throws(ConfigurationErrors) -> String {
        let bytes: Data
        do {
            bytes = try content(of: path, atMost: largest)
        } catch {
            throw ConfigurationErrors(file: path, mistakes: [error.mistake])
        }
        switch decoded(bytes) {
        case .success(let text): return text
        case .failure(let error): throw ConfigurationErrors(file: path, mistakes: [error.mistake])
        }
    }

    /// The bytes of the regular file at `path`; anything else, a pipe say, might never end.
    static func content(of path: String, atMost limit: Int) throws(Unusable) -> Data {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw .forCode(errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw Unusable("is a directory, not a file", "name the file in it, such as site.yaml")
        default: throw Unusable("is not a regular file", "name a file on disk")
        }
        guard status.st_size <= limit else {
            let size = ByteSize.text(limit)
            throw Unusable("is larger than \(size)", "make it smaller than \(size), or name the right file")
        }
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else { throw .forCode(errno) }
        return bytes.prefix(limit)
    }

    /// Whether anyone but its owner may read the file at `path`.
    static func isReadableByOthers(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & 0o044 != 0
    }

    /// UTF-8 with or without a byte order mark; anything else is named with its line.
    static func decoded(_ bytes: Data) -> Result<String, Unusable> {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return .failure(Unusable("is not UTF-8 but UTF-16", "save it as UTF-8", line: 1))
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
        if let text = String(validating: content, as: UTF8.self) { return .success(text) }
        let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        return .failure(
            Unusable("is not valid UTF-8", "save it as UTF-8; GBK is not understood", line: bad.map { $0 + 1 }))
    }

    /// `path` as seen from `directory`.
    static func path(_ path: String, from directory: String) -> String {
        if path.hasPrefix("/") { return path }
        let plain = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        return directory.hasSuffix("/") ? directory + plain : directory + "/" + plain
    }

    /// The directory of the file at `path`, complete.
    static func directory(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
}

extension ConfigurationFile {
    /// Why a file gives no text.
    struct Unusable: Error {
        let mistake: Mistake

        init(_ problem: String, _ remedy: String, line: Int? = nil) {
            mistake = Mistake(line: line, column: line.map { _ in 1 }, problem: problem, remedy: remedy)
        }

        /// The problem, said of `thing`: "the password file".
        func problem(of thing: String) -> String {
            mistake.problem.hasPrefix("there ") ? "\(thing): \(mistake.problem)" : "\(thing) \(mistake.problem)"
        }

        /// For the `errno` of a failed call.
        static func forCode(_ code: Int32) -> Unusable {
            switch code {
            case ENOENT, ENOTDIR: Unusable("there is no such file", "check the path; relative paths start here")
            case EACCES, EPERM:
                Unusable("may not be read by this user", "give this user the right: chown or chmod u+r")
            case ELOOP: Unusable("is a link that leads back to itself", "name the file itself")
            default: Unusable("cannot be read (error \(code))", "check the disk and the path")
            }
        }
    }
}
