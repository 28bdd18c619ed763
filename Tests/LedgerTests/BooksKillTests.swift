import Foundation
import Glibc
import Ledger
import Testing

/// A real process that keeps the books is killed with kill -9 in mid-write.
struct BooksKillTests {
    /// `F_SETPIPE_SZ`, which Swift's Glibc leaves out.
    private static let setPipeSize: CInt = 1031

    private static func isUp(_ number: Int, _ second: Int) -> Bool { (second / 60 * 7 + number * 13) % 97 >= 5 }

    private static func writer() throws -> URL {
        let here = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: here).deletingLastPathComponent().appendingPathComponent("BookWriter")
    }

    /// Lets a writer watch from `from` until it has witnessed `victim`, then kills it; with nil, lets it end by itself.
    /// Returns the last second that it said it had witnessed.
    private static func watch(_ path: String, from: Int, until: Int, killAt victim: Int?) throws -> Int {
        let process = Process()
        let pipe = Pipe()
        // So small that the writer cannot be done before what it says is read.
        #expect(fcntl(pipe.fileHandleForWriting.fileDescriptor, Self.setPipeSize, 4096) >= 0)
        process.executableURL = try writer()
        process.arguments = [path, "\(from)", "\(until)"]
        process.standardOutput = pipe
        try process.run()
        var text = ""
        var last = from
        while true {
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { break }
            text += String(decoding: data, as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            text = String(lines.last ?? "")
            for line in lines.dropLast() {
                #expect(!line.hasPrefix("failed"), "\(line)")
                last = Int(line) ?? last
            }
            if let victim, last >= victim, process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        process.waitUntilExit()
        return last
    }

    @Test func `after kill -9 and ten minutes without it, the gap is unknown and every other minute is right`() throws {
        let fixture = try LedgerFixture()
        let path = fixture.books.path
        let begin = moment("2025-06-15")
        let end = moment("2025-06-16")
        // Half a day in, at a moment that is no full minute.
        let killed = try Self.watch(path, from: begin, until: end, killAt: begin + 12 * 3600 + 50)
        #expect(killed < end, "it was killed before it was done")
        // It may have witnessed one more moment than it could say.
        let back = (killed + 600) / 60 * 60 + 60
        #expect(try Self.watch(path, from: back, until: end, killAt: nil) == end)

        let timelines = try fixture.books.timelines(in: begin..<end)
        for number in 0..<5 {
            let timeline = try #require(timelines["device-\(number)"])
            for (index, state) in timeline.minutes(of: begin..<end).enumerated() {
                let second = begin + 60 * index
                let truth: DeviceState = Self.isUp(number, second) ? .up : .down
                if second + 60 <= killed || second >= back {
                    #expect(state == truth, "device \(number), minute \(index)")
                } else if second > killed + 60, second + 60 <= back {
                    #expect(state == .unknown, "device \(number), minute \(index)")
                }
            }
            let unknown = timeline.seconds(.unknown, in: begin..<end)
            #expect((back - killed - 70...back - killed).contains(unknown))
            #expect(timeline.gaps(in: begin..<end).count { $0.state == .unknown } == 1)
        }
    }
}
