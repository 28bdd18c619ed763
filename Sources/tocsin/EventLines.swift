import Alarms
import Foundation
import Glibc

/// Events as JSON Lines, to a file or standard output; each line is written at once.
struct EventLines {
    private let handle: FileHandle
    private let name: String

    /// Writes to the file at `path`, replacing it; to standard output when nil. Throws ``OutputFailure``.
    init(path: String?) throws(OutputFailure) {
        name = path ?? OutputFailure.standardOutput
        guard let path else {
            handle = .standardOutput
            return
        }
        // Opened in place: FileManager would put a new file over a device or a link.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw OutputFailure(path: path) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Writes one event as one line. Throws ``OutputFailure``.
    func write(_ event: AlarmEvent) throws(OutputFailure) {
        do {
            try handle.write(contentsOf: event.json() + [UInt8(ascii: "\n")])
        } catch {
            throw OutputFailure(path: name)
        }
    }
}

/// What was to be written cannot be: a file named on the command line, or standard output.
struct OutputFailure: Error, CustomStringConvertible {
    static let standardOutput = "standard output"

    let path: String

    var description: String {
        path == Self.standardOutput
            ? "\(path) cannot be written; check that the place it leads to has space"
            : "\(path) cannot be written; check that its folder exists, is writable and has space"
    }
}
