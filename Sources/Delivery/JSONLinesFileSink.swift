public import Alarms
import Glibc

/// Where a ``JSONLinesFileSink`` writes and how much it keeps.
public struct JSONLinesFileSettings: Hashable, Sendable {
    /// The file; full ones are renamed to `<path>.1`, `<path>.2` and so on, 1 being the newest.
    public var path: String
    /// Bytes after which a new file is begun.
    public var maximumBytes: Int = 64 << 20
    /// Full files kept beside the current one.
    public var keepFiles: Int = 8

    /// The file `path`.
    public init(path: String) { self.path = path }

    /// Every mistake in these settings; none when they can be used.
    public func validate() -> [SettingMistake] {
        let rules: [(key: String, holds: Bool, problem: String, remedy: String)] = [
            ("path", !path.isEmpty, "it is empty", "name a file"),
            (
                "maximumBytes", (1 << 16...1 << 40).contains(maximumBytes), "\(maximumBytes) is out of range",
                "give 65536 (64 KiB) or more"
            ),
            ("keepFiles", (1...1000).contains(keepFiles), "\(keepFiles) is out of range", "give 1 to 1000"),
        ]
        return rules.filter { !$0.holds }.map { SettingMistake(key: $0.key, problem: $0.problem, remedy: $0.remedy) }
    }
}

/// Why a file cannot be appended to.
public struct NotJSONLines: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String

    /// One line for people.
    public var description: String { "\(path) is no file of alarms: name another file, or move it away" }
}

/// Appends each event as one line of JSON to a file, and returns when the lines are on the disk.
///
/// The file is opened anew for each batch: one that was moved away is simply begun again, and a line that a crash or a
/// full disk has torn is cut off before the next is written (its event is offered again, since it was never
/// acknowledged).
public actor JSONLinesFileSink: AlarmSink {
    /// Its name as a consumer of the queue.
    nonisolated public let name: String
    private let settings: JSONLinesFileSettings
    private let executor: DiskExecutor
    /// A thread of its own: the disk may be slow.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// How every event of ours begins; keys are in alphabetical order.
    private static let beginning = Array(#"{"data":"#.utf8)

    /// A sink that is known to the queue as `name`.
    public init(name: String = "file", _ settings: JSONLinesFileSettings) {
        self.name = name
        self.settings = settings
        executor = DiskExecutor(label: "sink-\(name)")
    }

    /// Appends `events`; throws ``SystemError`` when the disk is full or refuses, and then leaves the file as it was.
    public func deliver(_ events: [StoredEvent]) throws {
        let lines = events.flatMap { $0.json + [UInt8(ascii: "\n")] }
        let standing = DurableFile.status(of: settings.path)?.size
        let isFull = standing.map { $0 > 0 && $0 + lines.count > settings.maximumBytes } ?? false
        if isFull {
            // Before anything is renamed: a file of something else stays where it is.
            try repair(try opened())
            try rotate()
        }
        let file = try opened()
        try repair(file)
        let size = try file.status().size
        do {
            try file.write(lines)
            try file.sync()
        } catch {
            try? file.truncate(to: size)
            throw error
        }
        if isFull || standing == nil { try DurableFile.syncFolder(folder(of: settings.path)) }
    }

    private func opened() throws -> DurableFile {
        try DurableFile(settings.path, flags: O_RDWR | O_CREAT | O_APPEND)
    }

    /// Ends a last line that lacks only its end, and cuts off one that is torn.
    private func repair(_ file: borrowing DurableFile) throws {
        let size = try file.status().size
        let head = try file.read(from: 0, count: Self.beginning.count)
        guard Self.beginning.starts(with: head) || head.first == 0 else { throw NotJSONLines(path: settings.path) }
        let tail = try lastLine(file, size: size)
        guard !tail.isEmpty else { return }
        // After a power loss a file system may have kept the length of what it lost, as zeros.
        guard tail.starts(with: Self.beginning.prefix(tail.count)) || tail.first == 0 else {
            throw NotJSONLines(path: settings.path)
        }
        if (try? AlarmEvent(json: tail)) != nil {
            try file.write([UInt8(ascii: "\n")])
        } else {
            try file.truncate(to: size - tail.count)
        }
    }

    /// What follows the last line end, read backwards in growing pieces.
    private func lastLine(_ file: borrowing DurableFile, size: Int) throws -> [UInt8] {
        var length = min(size, 4096)
        while true {
            let piece = try file.read(from: size - length, count: length)
            if let end = piece.lastIndex(of: UInt8(ascii: "\n")) { return Array(piece[(end + 1)...]) }
            if length == size { return piece }
            guard length < 1 << 20 else { throw NotJSONLines(path: settings.path) }
            length = min(size, length * 4)
        }
    }

    /// Moves full files up by one, as far as the first free number: a crash between two renames then loses none.
    private func rotate() throws {
        let numbers = 1...max(settings.keepFiles, 1)
        let free = numbers.first { DurableFile.status(of: "\(settings.path).\($0)") == nil } ?? numbers.upperBound
        for number in stride(from: free, to: 1, by: -1) {
            try DurableFile.rename("\(settings.path).\(number - 1)", to: "\(settings.path).\(number)")
        }
        try DurableFile.rename(settings.path, to: "\(settings.path).1")
        try DurableFile.syncFolder(folder(of: settings.path))
    }
}
