import Foundation
import TestSupport
import Testing
import VideoCore

@testable import VideoStreams

/// What HTTP sends: recordings with an end, transfers cut short, streams that are over.
@Suite struct HTTPReaderTests {
    /// What came of reading a URL to its end.
    private struct Outcome {
        var times: [Double] = []
        var numbers: [Int?] = []
        var wallTimes: [WallTime] = []
        var failure: StreamFailure?
        var counts = FrameCounts()
    }

    private func read(_ url: String) throws -> Outcome {
        let ledger = FrameLedger()
        var timing = ConnectionTiming()
        (timing.connect, timing.firstPacket, timing.stall) = (600, 600, 600)
        var outcome = Outcome()
        do {
            var reader = try FrameReader(
                opening: StreamSettings(address: try StreamAddress(url)), timing: timing, ledger: ledger)
            try reader.readAll(demand: { .everyFrame }) { frame in
                outcome.numbers.append(TestClips.index(of: frame))
                outcome.times.append(frame.mediaTime)
                outcome.wallTimes.append(frame.wallTime)
            }
        } catch let failure as StreamFailure {
            outcome.failure = failure
        }
        outcome.counts = ledger.counts
        return outcome
    }

    private func server(_ folder: ScratchFolder, _ name: String = "a.ts") throws -> TestServer {
        var options = ClipOptions()
        options.bFrames = 2
        options.groupLength = 20
        try TestClips.movingSquare(to: folder.file(name), frames: 60, options: options)
        return try TestServer.http(clip: folder.file(name))
    }

    @Test(
        "A recording with B-frames gives every picture at its place in the recording, and ends without a failure",
        arguments: ["a.ts", "a.mp4", "a.mkv"])
    func whole(name: String) throws {
        let folder = try ScratchFolder()
        let server = try server(folder, name)
        let outcome = try read("http://127.0.0.1:\(server.port)/whole/a?user=x")
        #expect(outcome.failure == nil)
        #expect(outcome.numbers == Array(0..<60))
        #expect(outcome.counts.received == 60 && outcome.counts.decoded == 60 && outcome.counts.pending == 0)
        for (index, time) in outcome.times.enumerated() { #expect(abs(time - Double(index) / 25) < 0.002) }
        #expect(outcome.wallTimes.first == .epoch)
    }

    @Test("A transfer that is cut short fails, after the pictures that had arrived were shown, the last ones too")
    func cut() throws {
        let folder = try ScratchFolder()
        let server = try server(folder)
        let outcome = try read("http://127.0.0.1:\(server.port)/cut")
        #expect(outcome.failure?.code == .ended)
        #expect(outcome.counts.received > 20 && outcome.counts.received < 60)
        #expect(outcome.counts.pending == 0)
        // The one picture that the cut went through is all that may be lost, or out of reach behind it.
        #expect(outcome.counts.decoded >= outcome.counts.received - 1)
        let numbers = outcome.numbers.compactMap { $0 }
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
        #expect(numbers.last ?? 0 <= numbers.count)
    }

    @Test("A stream without a known length is dated on arrival, and its end is no failure")
    func live() throws {
        let folder = try ScratchFolder()
        let server = try server(folder)
        let outcome = try read("http://127.0.0.1:\(server.port)/live")
        #expect(outcome.failure == nil)
        #expect(outcome.numbers == Array(0..<60))
        #expect(outcome.counts.pending == 0)
        #expect(outcome.wallTimes.allSatisfy { $0 > WallTime(secondsSince1970: 1e9) })
    }

    @Test(
        "When whoever takes the frames fails, every picture received is still accounted for",
        arguments: [1, 2, 3, 7, 25, 30, 55])
    func failingTaker(at number: Int) throws {
        struct Failure: Error {}
        let folder = try ScratchFolder()
        _ = try server(folder)
        for rise in [0, 10, 25] {
            let ledger = FrameLedger()
            var reader = try FrameReader(
                opening: StreamSettings(address: StreamAddress(file: folder.file("a.ts"))), ledger: ledger)
            var asked = 0
            var seen = 0
            #expect(throws: Failure.self) {
                try reader.readAll(demand: {
                    asked += 1
                    return asked > rise ? .everyFrame : .keyframes(every: 0)
                }) { _ in
                    seen += 1
                    if seen >= min(number, 30) { throw Failure() }
                }
            }
            #expect(ledger.counts.pending == 0, "from \(rise): \(ledger.counts)")
            #expect(ledger.counts.decoded == seen)
        }
    }
}
