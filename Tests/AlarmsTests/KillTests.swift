import Foundation
import Glibc
import TestSupport
import Testing
import VideoCore

@testable import Alarms
@testable import Delivery

@Suite("A killed process loses nothing")
struct KillTests {
    /// The executable that lies beside the one that runs these tests.
    private static func writer() throws -> URL {
        let here = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: here).deletingLastPathComponent().appendingPathComponent("AlarmWriter")
    }

    /// Lets a writer print `lines` lines, then go on for `microseconds`, kills it, and returns all it printed.
    private static func kill(
        _ arguments: [String], afterLines lines: Int, andMicroseconds pause: UInt32
    ) throws -> [String] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = try writer()
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        var output = Data()
        while output.count(where: { $0 == 10 }) < lines {
            let chunk = pipe.fileHandleForReading.availableData
            if chunk.isEmpty { break }
            output.append(chunk)
        }
        usleep(pause)  // Not to wait for anything: to let the blow fall at any point of a commit.
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        output.append(pipe.fileHandleForReading.readDataToEndOfFile())
        let whole = output[..<(output.lastIndex(of: 10) ?? output.startIndex)]  // A torn last line is no promise.
        let printed = String(decoding: whole, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(!printed.contains { $0.hasPrefix("failed") }, "\(printed)")
        return printed.filter { $0 != "ready" }
    }

    @Test("kill -9 at a hundred random moments: every id printed is queued, none twice")
    func whileQueueing() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("outbox.sqlite")
        var random = Seeded(state: 20_260_302)
        var promised: [String] = []
        for round in 0..<100 {
            // Some are killed while they still open the queue, or make it.
            let lines = Int.random(in: 0...12, using: &random)
            let pause = UInt32.random(in: 0...(lines == 0 ? 30_000 : 3000), using: &random)
            let arguments = ["append", path, String(round * 1_000_000 + 1)]
            promised += try Self.kill(arguments, afterLines: lines, andMicroseconds: pause)
        }
        let outbox = try Outbox(OutboxSettings(path: path))
        let queued = try outbox.events(after: 0, limit: .max).map(\.id)
        #expect(promised.count > 200, "the writers had time to write")
        #expect(Set(promised).subtracting(queued).isEmpty)
        #expect(Set(queued).count == queued.count)
        #expect(outbox.damagedCopy == nil)
    }

    @Test("kill -9 while delivering: the file gets every event in order, some twice, no line torn")
    func whileDelivering() async throws {
        let folder = try TemporaryFolder()
        let outbox = try Outbox(.sample(folder))
        for number in 1...300 { try outbox.append(.sample(number)) }
        var random = Seeded(state: 7)
        let file = folder.file("alarms.jsonl")
        let arguments = ["deliver", outbox.settings.path, file]
        for round in 0..<25 {
            let pause = UInt32.random(in: 0...UInt32(2000 * (round + 1)), using: &random)
            _ = try Self.kill(arguments, afterLines: 1, andMicroseconds: pause)
        }
        // Longer and longer, up to a minute, so that a slow disk gets somewhere too.
        var pause: UInt32 = 100_000
        while try outbox.cursor(of: "file") == 0, pause <= 60_000_000 {
            _ = try Self.kill(arguments, afterLines: 1, andMicroseconds: pause)
            pause *= 2
        }
        let killedAt = try outbox.cursor(of: "file")
        #expect(killedAt > 0, "something was delivered before the last blow")
        let loop = DeliveryLoop(outbox: outbox, sink: JSONLinesFileSink(JSONLinesFileSettings(path: file)))
        while try await loop.deliverNext() {}

        let lines = try Data(contentsOf: URL(fileURLWithPath: file)).split(separator: 10)
        var seen: Set<String> = []
        let firsts = try lines.map { try AlarmEvent(json: $0).id }.filter { seen.insert($0).inserted }
        #expect(firsts == (1...300).map { AlarmEvent.sample($0).id })
    }
}
