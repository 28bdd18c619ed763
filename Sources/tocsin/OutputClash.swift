import Foundation

/// Outputs of a command that would overwrite its input or each other: a recording may be the only evidence there is.
enum OutputClash {
    /// What is wrong, in words; nothing where every file is one of its own.
    static func words(input: String, outputs: [(option: String, path: String)]) -> String? {
        var taken: [(name: String, file: Identity)] = []
        if let file = Identity(input) { taken.append(("the input", file)) }
        for (option, path) in outputs {
            guard let file = Identity(path) else { continue }
            if let other = taken.first(where: { $0.file == file }) {
                return "\(option) \(path) is the same file as \(other.name). Give it a name of its own."
            }
            taken.append((option, file))
        }
        return nil
    }

    /// A file whatever it is called: device and number where it exists, else its path without links.
    private enum Identity: Hashable {
        case existing(device: UInt64, number: UInt64)
        case path(String)

        /// Nothing for a device such as /dev/null, which any number of outputs may share, or for an address.
        init?(_ path: String) {
            guard !path.contains("://") else { return nil }
            var status = stat()
            guard unsafe stat(path, &status) == 0 else {
                self = .path(URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
                return
            }
            guard [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else { return nil }
            self = .existing(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
        }
    }
}
