import Foundation
import Glibc
import Testing
import VideoCore

@testable import Alarms

@Suite("A killed writer loses nothing")
struct KillTests {
    /// Numbers that are the same on every run (SplitMix64).
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    /// The executable that lies beside the one that runs these tests.
    private static func writer() throws -> URL {
        let here = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: here).deletingLastPathComponent().appendingPathComponent("AlarmWriter")
    }

    /// Lets a writer print `lines` lines, then some more for up to `microseconds`, kills it, and returns all it printed.
    private static func killAfter(lines: Int, microseconds: UInt32, path: String, first: Int) throws -> [String] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = try writer()
        process.arguments = [path, String(first)]
        process.standardOutput = pipe
        try process.run()
        var output = Data()
        while output.count(where: { $0 == 10 }) < lines {
            let chunk = pipe.fileHandleForReading.availableData
            if chunk.isEmpty { break }
            output.append(chunk)
        }
        usleep(microseconds)  // Not to wait for anything: to let the blow fall at any point of a commit.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        output.append(pipe.fileHandleForReading.readDataToEndOfFile())
        let whole = output[..<(output.lastIndex(of: 10) ?? output.startIndex)]  // A torn last line is no promise.
        return String(decoding: whole, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test("kill -9 at a hundred random moments: every id printed is queued, none twice")
    func killed() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("outbox.sqlite")
        var random = Seeded(state: 20_260_302)
        var promised: [String] = []
        for round in 0..<100 {
            // Some are killed while they still open the queue, or make it.
            let lines = Int.random(in: 0...12, using: &random)
            let pause = UInt32.random(in: 0...(lines == 0 ? 30_000 : 3000), using: &random)
            let printed = try Self.killAfter(
                lines: lines, microseconds: pause, path: path, first: round * 1_000_000 + 1)
            #expect(!printed.contains { $0.hasPrefix("failed") }, "\(printed)")
            promised += printed.filter { $0 != "ready" }
        }
        let outbox = try Outbox(OutboxSettings(path: path))
        let queued = try outbox.events(after: 0, limit: .max).map(\.id)
        #expect(promised.count > 200, "the writers had time to write")
        #expect(Set(promised).subtracting(queued).isEmpty)
        #expect(Set(queued).count == queued.count)
        #expect(outbox.damagedCopy == nil)
    }
}
