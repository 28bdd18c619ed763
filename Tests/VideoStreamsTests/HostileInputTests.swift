import Foundation
import TestSupport
import Testing
import VideoCore

@testable import VideoStreams

/// Damaged recordings: whatever the bytes are, reading ends, and every packet is accounted for.
@Suite struct HostileInputTests {
    @Test(
        "A thousand damaged recordings neither crash nor hang, and their pictures are all accounted for",
        arguments: ["a.mp4", "a.h264", "a.ts", "a.mkv"])
    func damaged(name: String) throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.groupLength = 10
        options.bFrames = name == "a.mp4" ? 2 : 0
        try TestClips.movingSquare(to: folder.file(name), frames: 30, width: 96, height: 64, options: options)
        let original = try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder.file(name))))
        var decoded = 0
        for seed in 0..<250 {
            var mutation = Mutation(seed: UInt64(seed))
            let path = folder.file("m\(seed)-" + name)
            try Data(mutation.apply(to: original)).write(to: URL(fileURLWithPath: path))
            decoded += try read(path)
            try FileManager.default.removeItem(atPath: path)
        }
        // A reader that gives up at the first damage would be no use either. These files are small: in every second mp4
        // and mkv the damage meets the index or the header, and FFmpeg's own program, too, makes nothing of them.
        #expect(decoded > 250 * (["a.mp4", "a.mkv"].contains(name) ? 4 : 8))
    }

    /// The number of frames that could be decoded; 0 where the file cannot be opened.
    private func read(_ path: String) throws -> Int {
        let ledger = FrameLedger()
        do {
            var reader = try FrameReader(opening: StreamSettings(address: StreamAddress(file: path)), ledger: ledger)
            var lastTime = -1.0
            try reader.readAll(demand: { .everyFrame }) { frame in
                #expect(frame.mediaTime > lastTime)
                lastTime = frame.mediaTime
                #expect(frame.chromaU.width == (frame.width + 1) / 2)
                _ = frame.luma[frame.width - 1, frame.height - 1]
            }
        } catch is StreamFailure {}
        #expect(ledger.counts.pending == 0)
        return ledger.counts.decoded
    }
}

/// One way to damage bytes, the same for the same seed.
struct Mutation {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private mutating func random(below bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(1, bound)))
    }

    /// `bytes` with some flipped, overwritten, cut out, doubled or cut off.
    mutating func apply(to bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0...random(below: 6) {
            let at = random(below: result.count)
            let length = min(random(below: 64) + 1, result.count - at)
            switch random(below: 6) {
            case 0: result[at] ^= 1 << UInt8(random(below: 8))
            case 1: for index in at..<at + length { result[index] = UInt8(random(below: 256)) }
            case 2: result.removeSubrange(at..<at + length)
            case 3: result.insert(contentsOf: result[at..<at + length], at: at)
            case 4: for index in at..<at + length { result[index] = [0, 255][random(below: 2)] }
            default: if random(below: 4) == 0 { result.removeLast(result.count - max(1, at)) }
            }
            if result.isEmpty { result = [0] }
        }
        return result
    }
}
