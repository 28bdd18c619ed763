import Foundation
import TestSupport
import Testing
import VideoCore

@testable import VideoStreams

@Suite struct FrameReaderTests {
    /// Reads `path` to its end; the frames' numbers, times and sizes.
    private func read(
        _ path: String, demand: @escaping (Int) -> FrameDemand = { _ in .everyFrame }
    ) throws -> (frames: [Seen], counts: FrameCounts) {
        let ledger = FrameLedger()
        var reader = try FrameReader(opening: StreamSettings(address: StreamAddress(file: path)), ledger: ledger)
        var seen: [Seen] = []
        try reader.readAll(demand: { demand(seen.count) }) { frame in
            seen.append(
                Seen(
                    number: TestClips.index(of: frame), time: frame.mediaTime, isKeyframe: frame.isKeyframe,
                    width: frame.width, height: frame.height))
        }
        return (seen, ledger.counts)
    }

    struct Seen: Equatable {
        let number: Int?
        let time: Double
        let isKeyframe: Bool
        let width: Int
        let height: Int
    }

    @Test(
        "Every frame comes out once, in order, at its own time",
        arguments: [
            ("a.mp4", ClipOptions.Codec.h264, 0), ("a.mp4", .h264, 3), ("a.mkv", .h265, 0), ("a.mp4", .h265, 3),
            ("a.ts", .h264, 2), ("a.h264", .h264, 0), ("a.h265", .h265, 0),
        ])
    func everyFrame(name: String, codec: ClipOptions.Codec, bFrames: Int) throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.codec = codec
        options.bFrames = bFrames
        options.groupLength = 20
        try TestClips.movingSquare(to: folder.path(name), frames: 60, options: options)
        let (frames, counts) = try read(folder.path(name))
        #expect(frames.map(\.number) == Array(0..<60))
        for (index, frame) in frames.enumerated() { #expect(abs(frame.time - Double(index) / 25) < 0.002) }
        #expect(counts.received == 60)
        #expect(counts.decoded == 60)
        #expect(counts.pending == 0)
        #expect(counts.dropped.isEmpty && counts.skipped.isEmpty)
    }

    @Test("With keyframes alone, only they are decoded, and the rest counts as skipped")
    func keyframes() throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.groupLength = 10
        options.bFrames = 2
        try TestClips.movingSquare(to: folder.path("a.mp4"), frames: 60, options: options)
        let (frames, counts) = try read(folder.path("a.mp4")) { _ in .keyframes(every: 0) }
        #expect(frames.map(\.number) == [0, 10, 20, 30, 40, 50])
        #expect(frames.allSatisfy(\.isKeyframe))
        #expect(counts.skipped == [.notDue: 54])
        let (sparse, _) = try read(folder.path("a.mp4")) { _ in .keyframes(every: 0.8) }
        #expect(sparse.map(\.number) == [0, 20, 40])
    }

    @Test("A demand that rises in mid-group brings its earlier frames, none of them twice", arguments: [0, 2])
    func rise(bFrames: Int) throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.groupLength = 20
        options.bFrames = bFrames
        try TestClips.movingSquare(to: folder.path("a.mp4"), frames: 60, options: options)
        let ledger = FrameLedger()
        var reader = try FrameReader(
            opening: StreamSettings(address: StreamAddress(file: folder.path("a.mp4"))), ledger: ledger)
        var numbers: [Int?] = []
        var asked = 0
        try reader.readAll(demand: {
            asked += 1
            return asked > 30 ? .everyFrame : .keyframes(every: 0)
        }) { numbers.append(TestClips.index(of: $0)) }
        #expect(numbers == [0] + Array(20..<60))
        #expect(ledger.counts.skipped == [.notDue: 19])
        #expect(ledger.counts.decoded == 41)
        #expect(ledger.counts.pending == 0)
    }

    @Test("A recording cut in mid-group starts at its first keyframe, and the loss is counted")
    func midGroup() throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.groupLength = 20
        try TestClips.movingSquare(to: folder.path("a.ts"), frames: 60, options: options)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.path("a.ts")))
        // Whole transport packets from the second half of the first group on.
        let cut = whole.count / 6 / 188 * 188
        try whole.dropFirst(cut).write(to: URL(fileURLWithPath: folder.path("b.ts")))
        let (frames, counts) = try read(folder.path("b.ts"))
        #expect(frames.first?.number == 20)
        #expect(frames.count == 40)
        #expect(counts.pending == 0)
        #expect(counts.received == counts.decoded + counts.dropped.values.reduce(0, +))
        #expect(frames.first?.time == 0)
    }

    @Test("A change of size in mid-stream changes the frames, and loses none")
    func sizeChange() throws {
        let folder = try ScratchFolder()
        var joined = Data()
        for (name, width, height) in [("a.h264", 160, 96), ("b.h264", 320, 192)] {
            try TestClips.movingSquare(to: folder.path(name), frames: 25, width: width, height: height)
            joined += try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
        }
        try joined.write(to: URL(fileURLWithPath: folder.path("c.h264")))
        let (frames, counts) = try read(folder.path("c.h264"))
        #expect(frames.map(\.width) == Array(repeating: 160, count: 25) + Array(repeating: 320, count: 25))
        #expect(frames.map(\.number) == Array(0..<25) + Array(0..<25))
        #expect(counts.decoded == 50 && counts.pending == 0)
    }

    @Test("A change of codec in mid-stream opens another decoder")
    func codecChange() throws {
        let folder = try ScratchFolder()
        var joined = Data()
        for (name, codec) in [("a.ts", ClipOptions.Codec.h264), ("b.ts", .h265)] {
            var options = ClipOptions()
            options.codec = codec
            try TestClips.movingSquare(to: folder.path(name), frames: 50, options: options)
            joined += try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
        }
        try joined.write(to: URL(fileURLWithPath: folder.path("c.ts")))
        let (frames, counts) = try read(folder.path("c.ts"))
        #expect(counts.pending == 0)
        #expect(frames.count >= 96)
        #expect(frames.last?.number == 49)
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.time < $1.time })
    }

    @Test(
        "Other pixel formats are converted, not misread",
        arguments: ["yuv422p", "yuv444p", "yuv420p10le", "gray", "nv12"])
    func pixelFormats(format: String) throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.path("a.mp4"), frames: 10)
        let ffmpeg = Process()
        ffmpeg.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        ffmpeg.arguments = [
            "-v", "error", "-i", folder.path("a.mp4"), "-pix_fmt", format, "-c:v",
            format == "nv12" ? "rawvideo" : "ffv1", folder.path(format == "nv12" ? "b.nut" : "b.mkv"),
        ]
        try ffmpeg.run()
        ffmpeg.waitUntilExit()
        try #require(ffmpeg.terminationStatus == 0)
        let (frames, counts) = try read(folder.path(format == "nv12" ? "b.nut" : "b.mkv"))
        #expect(frames.map(\.number) == Array(0..<10))
        #expect(counts.decoded == 10)
    }

    @Test("A missing file, an empty file and a file that is no video are told apart")
    func unusable() throws {
        let folder = try ScratchFolder()
        try Data().write(to: URL(fileURLWithPath: folder.path("empty.mp4")))
        try Data("#!/bin/sh\necho hello\n".utf8).write(to: URL(fileURLWithPath: folder.path("script.mp4")))
        let expected: [(String, StreamFailure.Code)] = [
            ("none.mp4", .notFound), ("empty.mp4", .undecodable), ("script.mp4", .undecodable),
        ]
        for (name, code) in expected {
            #expect(throws: (any Error).self) { try read(folder.path(name)) }
            do { _ = try read(folder.path(name)) } catch let failure as StreamFailure { #expect(failure.code == code) }
        }
    }

    @Test("A play list cannot make Tocsin open another file")
    func playList() throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.path("a.mp4"), frames: 10)
        try Data("ffconcat version 1.0\nfile a.mp4\n".utf8).write(to: URL(fileURLWithPath: folder.path("list.ffconcat")))
        try Data("#EXTM3U\n#EXTINF:1,\na.mp4\n".utf8).write(to: URL(fileURLWithPath: folder.path("list.m3u8")))
        for name in ["list.ffconcat", "list.m3u8"] {
            #expect(throws: StreamFailure.self) { try read(folder.path(name)) }
        }
    }
}
