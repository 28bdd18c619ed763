import Foundation
import Testing
import VideoCore

@testable import Alarms
@testable import Delivery

@Suite("The JSON Lines file")
struct FileSinkTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("alarms.jsonl")
    }

    private func sink(bytes: Int = 1 << 20, keep: Int = 2) -> JSONLinesFileSink {
        var settings = JSONLinesFileSettings(path: path)
        settings.maximumBytes = bytes
        settings.keepFiles = keep
        return JSONLinesFileSink(settings)
    }

    private func stored(_ numbers: ClosedRange<Int>) throws -> [StoredEvent] {
        try numbers.map { StoredEvent(sequence: Int64($0), id: "\($0)", json: try AlarmEvent.sample($0).json()) }
    }

    /// The numbers of the events in the file, in order; throws when a line is no event.
    private func numbers(_ suffix: String = "") throws -> [Int] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path + suffix))
        #expect(data.last == 10)
        return try data.split(separator: 10).map {
            Int(try AlarmEvent(json: $0).time.wallTime.secondsSince1970 - monday.secondsSince1970)
        }
    }

    @Test("Events are appended one a line, byte for byte")
    func appends() async throws {
        let sink = sink()
        try await sink.deliver(stored(1...2))
        try await sink.deliver(stored(3...3))
        let expected: [UInt8] = try stored(1...3).flatMap { $0.json + [10] }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(expected))
    }

    @Test("A full file becomes number 1, older ones move up, the oldest goes")
    func rotates() async throws {
        let line = try stored(1...1)[0].json.count + 1
        let sink = sink(bytes: 2 * line)
        for number in 1...7 { try await sink.deliver(stored(number...number)) }
        #expect(try numbers() == [7])
        #expect(try numbers(".1") == [5, 6])
        #expect(try numbers(".2") == [3, 4])
        #expect(folder.names() == ["alarms.jsonl", "alarms.jsonl.1", "alarms.jsonl.2"])
    }

    @Test("A rotation that a crash interrupted is finished without losing a file")
    func rotatesAfterCrash() async throws {
        let line = try stored(1...1)[0].json.count + 1
        for (name, number) in [("", 3), (".2", 1)] {
            try Data(try stored(number...number)[0].json + [10]).write(to: URL(fileURLWithPath: path + name))
        }
        try await sink(bytes: line).deliver(stored(4...4))
        #expect(try [numbers(), numbers(".1"), numbers(".2")] == [[4], [3], [1]])
    }

    @Test("A batch larger than a file is written whole into one")
    func largeBatch() async throws {
        try await sink(bytes: 10).deliver(stored(1...3))
        #expect(try numbers() == [1, 2, 3])
    }

    @Test("A file that was moved away is begun again")
    func movedAway() async throws {
        let sink = sink()
        try await sink.deliver(stored(1...1))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".taken")
        try await sink.deliver(stored(2...2))
        #expect(try [numbers(), numbers(".taken")] == [[2], [1]])
    }

    @Test("A line torn at any byte is cut off, a whole one that lacks only its end is kept")
    func torn() async throws {
        let line = try stored(2...2)[0].json
        for length in [1, 5, 8, 9, 100, line.count - 1, line.count] {
            let torn = try stored(1...1)[0].json + [10] + line.prefix(length)
            try Data(torn).write(to: URL(fileURLWithPath: path))
            try await sink().deliver(stored(2...3))
            #expect(try numbers() == (length == line.count ? [1, 2, 2, 3] : [1, 2, 3]), "torn after \(length) bytes")
        }
        try Data(line.prefix(20)).write(to: URL(fileURLWithPath: path))
        try await sink().deliver(stored(1...1))
        #expect(try numbers() == [1], "a file that is nothing but a torn line")
    }

    @Test("Zeros that a power loss left are cut off, however long the line before")
    func zeros() async throws {
        try Data(try stored(1...1)[0].json + [10] + Array(repeating: 0, count: 50_000)).write(
            to: URL(fileURLWithPath: path))
        try await sink().deliver(stored(2...2))
        #expect(try numbers() == [1, 2])
    }

    @Test("A file of something else is refused and not touched", arguments: [10, 2_000_000])
    func foreign(count: Int) async throws {
        let data = Data(repeating: 0x41, count: count)
        try data.write(to: URL(fileURLWithPath: path))
        await #expect(throws: NotJSONLines(path: path)) { try await sink(bytes: 1 << 30).deliver(stored(1...1)) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == data)
    }

    @Test("A file of something else is not moved away for being full either", arguments: ["SQLite format 3\0", "a\n"])
    func foreignAndFull(head: String) async throws {
        let data = Data(head.utf8) + Data(repeating: 0x41, count: 5000) + Data("\n".utf8)
        try data.write(to: URL(fileURLWithPath: path))
        await #expect(throws: NotJSONLines(path: path)) { try await sink(bytes: 100).deliver(stored(1...1)) }
        #expect(folder.names() == ["alarms.jsonl"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == data)
    }

    @Test("Settings name their mistakes")
    func settings() {
        var settings = JSONLinesFileSettings(path: "")
        (settings.maximumBytes, settings.keepFiles) = (1, 0)
        #expect(settings.validate().map(\.key) == ["path", "maximumBytes", "keepFiles"])
        #expect(JSONLinesFileSettings(path: "x").validate() == [])
    }
}
