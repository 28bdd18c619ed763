import Alarms
import Foundation

/// Events as JSON Lines, to a file or standard output; each line is written at once.
struct EventLines {
    private let handle: FileHandle

    /// Writes to the file at `path`, replacing it; to standard output when nil. Throws ``OutputFailure``.
    init(path: String?) throws(OutputFailure) {
        guard let path else {
            handle = .standardOutput
            return
        }
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw OutputFailure(path: path) }
        self.handle = handle
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
