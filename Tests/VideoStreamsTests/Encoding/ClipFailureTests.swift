import Foundation
import SyntheticScenes
import Testing
import VideoCore
import VideoStreams

@Suite struct ClipFailureTests {
    /// The reason why `body` throws.
    private func reason(_ body: () throws -> Void) -> EncodingFailure.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? EncodingFailure)?.code
        }
    }

    @Test(arguments: [
        ("clip.txt", ClipOptions.Codec.h264, EncodingFailure.Code.unknownFormat),
        ("clip", .h264, .unknownFormat),
        ("clip.wav", .h264, .unknownFormat),
        ("clip.h265", .h264, .codecNotInFormat),
        ("clip.h264", .h265, .codecNotInFormat),
        ("missing/clip.mp4", .h264, .notWritable),
    ])
    func `A name that cannot be written is refused at once`(
        name: String, codec: ClipOptions.Codec, expected: EncodingFailure.Code
    ) throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.codec = codec
        #expect(reason { _ = try ClipWriter(to: folder.file(name), options: options) } == expected)
        #expect(folder.names.isEmpty)
    }

    @Test func `Until it is finished a clip has another name, and none when it is thrown away`() throws {
        let folder = try ScratchFolder()
        do {
            var writer = try ClipWriter(to: folder.file("clip.mp4"))
            try writer.write(clipRenderer().frame(at: 0))
            #expect(folder.names == ["clip.mp4.part"])
            try writer.write(clipRenderer().frame(at: 1))
        }
        #expect(folder.names.isEmpty)
    }

    @Test func `An older file stays as it is when the new one fails`() throws {
        let folder = try ScratchFolder()
        try Data("old".utf8).write(to: URL(fileURLWithPath: folder.file("clip.mp4")))
        #expect(
            reason {
                var writer = try ClipWriter(to: folder.file("clip.mp4"))
                try writer.finish()
            } == .noFrames)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("clip.mp4"))) == Data("old".utf8))
        #expect(folder.names == ["clip.mp4"])
    }

    @Test func `A frame of another size ends the clip`() throws {
        let folder = try ScratchFolder()
        var writer = try ClipWriter(to: folder.file("clip.mp4"))
        try writer.write(clipRenderer().frame(at: 0))
        #expect(throws: EncodingFailure.self) { try writer.write(clipRenderer(width: 320, height: 180).frame(at: 0)) }
        do {
            try writer.write(clipRenderer().frame(at: 1))
            Issue.record("a clip that failed took another frame")
        } catch {
            #expect(error.code == .closed)
        }
    }

    @Test func `Nothing can be written after the end`() throws {
        let folder = try ScratchFolder()
        var writer = try ClipWriter(to: folder.file("clip.mkv"))
        try writer.write(clipRenderer().frame(at: 0))
        try writer.finish()
        do {
            try writer.finish()
            Issue.record("a clip was finished twice")
        } catch {
            #expect(error.code == .closed)
        }
    }

    @Test func `Odd sizes are refused with a remedy`() throws {
        let folder = try ScratchFolder()
        var writer = try ClipWriter(to: folder.file("odd.mp4"))
        do {
            try writer.write(clipRenderer(width: 161, height: 91).frame(at: 0))
            Issue.record("an odd size was taken")
        } catch {
            #expect(error.code == .encoderRefused)
            #expect(error.description.contains("161 × 91"))
            #expect(error.description.contains("must be even"))
        }
    }

    @Test(arguments: EncodingFailure.Code.allCases)
    func `Every failure names the file, the reason and a remedy`(code: EncodingFailure.Code) {
        let failure = EncodingFailure(code, file: "evening.mp4", "detail")
        #expect(failure.description.hasPrefix("evening.mp4: "))
        #expect(failure.description.contains("(detail)"))
        #expect(failure.description.hasSuffix("."))
        #expect(!failure.summary.isEmpty && !failure.remedy.isEmpty)
    }
}
