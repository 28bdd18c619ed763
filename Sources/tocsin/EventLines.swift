import Alarms
import Foundation
import Glibc

/// Events as JSON Lines, to a file or standard output; each line is written at once.
struct EventLines {
    private let handle: FileHandle

    /// Writes to the file at `path`, replacing it; to standard output when nil. Throws ``OutputFailure``.
    init(path: String?) throws(OutputFailure) {
        guard let path else {
            handle = .standardOutput
            return
        }
        // Opened in place: FileManager would put a new file over a device or a link.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw OutputFailure(path: path) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Writes one event as one line.
    func write(_ event: AlarmEvent) {
        guard let json = try? event.json() else { return }
        try? handle.write(contentsOf: json + [UInt8(ascii: "\n")])
    }
}

/// A file named on the command line cannot be written.
struct OutputFailure: Error, CustomStringConvertible {
    let path: String

    var description: String {
        "\(path) cannot be written; check that its folder exists, is writable and has space"
    }
}
