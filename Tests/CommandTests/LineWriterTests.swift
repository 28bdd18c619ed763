import Foundation
import Testing

@testable import tocsin

@Suite("Lines for a reader that may stop reading")
struct LineWriterTests {
    private let pipe = Pipe()

    /// The lines that can be read up to one that holds `text`; whole lines only.
    private func read(upTo text: String) -> [String] {
        var all = ""
        while !all.contains(text) || !all.hasSuffix("\n") {
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { break }
            all += String(decoding: data, as: UTF8.self)
        }
        return all.split(separator: "\n").map(String.init)
    }

    @Test("Nobody waits for the reader; what was left out is counted where it is missing")
    func full() throws {
        // A pipe holds 64 KiB: it is full before the first line comes.
        try pipe.fileHandleForWriting.write(contentsOf: Data(repeating: 0x2E, count: 65_535) + [10])
        let writer = LineWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor, limit: 100_000)
        for number in 0..<10_000 { writer.say("line \(number) \(String(repeating: "x", count: 90))") }
        #expect(!writer.flush(within: 0.2))
        var next = 0
        var leftOut = 0
        while next < 10_000 {
            for line in read(upTo: "\n") where !line.hasPrefix(".") {
                let words = line.split(separator: " ")
                if words[0] == "line" {
                    #expect(Int(words[1]) == next, "in order, and nothing is missing that was not counted")
                    next += 1
                } else {
                    let count = try #require(line.wholeMatch(of: /… (\d+) lines left out here: they were not read/)?.1)
                    leftOut += Int(count) ?? 0
                    next += Int(count) ?? 0
                }
            }
        }
        #expect(next == 10_000 && (1...9000).contains(leftOut))
        writer.say("again")
        #expect(read(upTo: "again").last == "again")
        #expect(writer.flush(within: 5))
    }

    @Test("A line that must not be left out is kept beyond the limit")
    func insists() {
        let writer = LineWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor, limit: 10)
        for number in 0..<3000 { writer.say("a line longer than the limit \(number)") }
        writer.say("must be read", mustNotBeLeftOut: true)
        #expect(read(upTo: "must be read").contains("must be read"))
    }
}
