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
        try TestClips.movingSquare(to: folder.file(name), frames: 60, options: options)
        let (frames, counts) = try read(folder.file(name))
        #expect(frames.map(\.number) == Array(0..<60))
        for (index, frame) in frames.enumerated() { #expect(abs(frame.time - Double(index) / 25) < 0.002) }
        #expect(counts.received == 60)
        #expect(counts.decoded == 60)
        #expect(counts.pending == 0)
        #expect(counts.dropped.isEmpty && counts.skipped.isEmpty)
    }

    @Test(
        "Pictures have the samples that FFmpeg gives out, and keep them when their decoder is gone and others decode",
        arguments: [
            ("a.mp4", ["-c:v", "libx264", "-bf", "2"]),
            ("a.mp4", ["-c:v", "libx265", "-x265-params", "log-level=none"]),
            ("a.avi", ["-c:v", "mpeg4"]), ("a.avi", ["-c:v", "mjpeg", "-color_range", "pc"]),
            ("a.mkv", ["-c:v", "ffv1"]),
        ], [(322, 182), (70, 46)])
    func samples(coded: (file: String, options: [String]), size: (width: Int, height: Int)) throws {
        let folder = try ScratchFolder()
        let path = folder.file(coded.file)
        let source = "testsrc2=size=\(size.width)x\(size.height):rate=25:duration=1"
        let format = ["-pix_fmt", coded.options.contains("mjpeg") ? "yuvj420p" : "yuv420p"]
        try ffmpeg(["-f", "lavfi", "-i", source] + format + coded.options + [path])
        try ffmpeg(["-i", path, "-f", "rawvideo", folder.file("raw")])
        let expected = try Data(contentsOf: URL(fileURLWithPath: folder.file("raw")))
        let (first, second) = (try frames(of: path), try frames(of: path))
        for frames in [first, second] {
            #expect(frames.count == 25)
            let found = frames.reduce(into: Data()) { data, frame in
                for plane in [frame.luma, frame.chromaU, frame.chromaV] {
                    for y in 0..<plane.height { for x in 0..<plane.width { data.append(plane[x, y]) } }
                }
            }
            #expect(found == expected)
        }
    }

    private func frames(of path: String) throws -> [Frame] {
        var frames: [Frame] = []
        var reader = try FrameReader(
            opening: StreamSettings(address: StreamAddress(file: path)), ledger: FrameLedger())
        try reader.readAll(demand: { .everyFrame }) { frames.append($0) }
        return frames
    }

    private func ffmpeg(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        process.arguments = ["-v", "error", "-y"] + arguments
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    @Test("With keyframes alone, only they are decoded, and the rest counts as skipped")
    func keyframes() throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.groupLength = 10
        options.bFrames = 2
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 60, options: options)
        let (frames, counts) = try read(folder.file("a.mp4")) { _ in .keyframes(every: 0) }
        #expect(frames.map(\.number) == [0, 10, 20, 30, 40, 50])
        #expect(!frames.contains { !$0.isKeyframe })
        #expect(counts.skipped == [.notDue: 54])
        let (sparse, _) = try read(folder.file("a.mp4")) { _ in .keyframes(every: 0.8) }
        #expect(sparse.map(\.number) == [0, 20, 40])
    }

    @Test("A demand that rises in mid-group brings its earlier frames, none of them twice", arguments: [0, 2])
    func rise(bFrames: Int) throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.groupLength = 20
        options.bFrames = bFrames
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 60, options: options)
        let ledger = FrameLedger()
        var reader = try FrameReader(
            opening: StreamSettings(address: StreamAddress(file: folder.file("a.mp4"))), ledger: ledger)
        var numbers: [Int?] = []
        var asked = 0
        try reader.readAll(demand: {
            asked += 1
            return asked > 30 ? .everyFrame : .keyframes(every: 0)
        }) { numbers.append(TestClips.index(of: $0)) }
        #expect(numbers == [0] + Array(20..<60))
        #expect(ledger.counts.skipped == [.notDue: 19])
        #expect(ledger.counts.recalled == [.notDue: 9], "they had been skipped before the demand rose")
        #expect(ledger.counts.decoded == 41)
        #expect(ledger.counts.pending == 0)
    }

    @Test("A recording cut in mid-group starts at its first keyframe, and the loss is counted")
    func midGroup() throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.groupLength = 20
        try TestClips.movingSquare(to: folder.file("a.ts"), frames: 60, options: options)
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("a.ts")))
        // Whole transport packets from the second half of the first group on.
        let cut = whole.count / 6 / 188 * 188
        try whole.dropFirst(cut).write(to: URL(fileURLWithPath: folder.file("b.ts")))
        let (frames, counts) = try read(folder.file("b.ts"))
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
            try TestClips.movingSquare(to: folder.file(name), frames: 25, width: width, height: height)
            joined += try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
        }
        try joined.write(to: URL(fileURLWithPath: folder.file("c.h264")))
        let (frames, counts) = try read(folder.file("c.h264"))
        #expect(frames.map(\.width) == Array(repeating: 160, count: 25) + Array(repeating: 320, count: 25))
        #expect(frames.map(\.number) == Array(0..<25) + Array(0..<25))
        #expect(counts.decoded == 50 && counts.pending == 0)
    }

    @Test(
        "Other pixel formats are converted, not misread",
        arguments: ["yuv422p", "yuv444p", "yuv420p10le", "gray", "nv12"])
    func pixelFormats(format: String) throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 10)
        let ffmpeg = Process()
        ffmpeg.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        ffmpeg.arguments = [
            "-v", "error", "-i", folder.file("a.mp4"), "-pix_fmt", format, "-c:v",
            format == "nv12" ? "rawvideo" : "ffv1", folder.file(format == "nv12" ? "b.nut" : "b.mkv"),
        ]
        try ffmpeg.run()
        ffmpeg.waitUntilExit()
        try #require(ffmpeg.terminationStatus == 0)
        let (frames, counts) = try read(folder.file(format == "nv12" ? "b.nut" : "b.mkv"))
        #expect(frames.map(\.number) == Array(0..<10))
        #expect(counts.decoded == 10)
    }

    @Test("A missing file, an empty file and a file that is no video are told apart")
    func unusable() throws {
        let folder = try ScratchFolder()
        try Data().write(to: URL(fileURLWithPath: folder.file("empty.mp4")))
        try Data("#!/bin/sh\necho hello\n".utf8).write(to: URL(fileURLWithPath: folder.file("script.mp4")))
        let expected: [(String, StreamFailure.Code)] = [
            ("none.mp4", .notFound), ("empty.mp4", .undecodable), ("script.mp4", .undecodable),
        ]
        for (name, code) in expected {
            let failure = #expect(throws: StreamFailure.self) { _ = try read(folder.file(name)) }
            #expect(failure?.code == code)
        }
    }

    @Test("A play list cannot make Tocsin open another file")
    func playList() throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 10)
        try Data("ffconcat version 1.0\nfile a.mp4\n".utf8).write(
            to: URL(fileURLWithPath: folder.file("list.ffconcat")))
        try Data("#EXTM3U\n#EXTINF:1,\na.mp4\n".utf8).write(to: URL(fileURLWithPath: folder.file("list.m3u8")))
        for name in ["list.ffconcat", "list.m3u8"] {
            #expect(throws: StreamFailure.self) { _ = try read(folder.file(name)) }
        }
    }
}
