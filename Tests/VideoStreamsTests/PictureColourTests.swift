import Foundation
import TestSupport
import Testing
import VideoCore

@testable import VideoStreams

@Suite("What a stream says of its colours")
struct PictureColourTests {
    /// The first frame of a grey picture that `ffmpeg` codes with `options`.
    private func frame(_ file: String, _ options: [String]) throws -> Frame {
        let folder = try ScratchFolder()
        let ffmpeg = Process()
        ffmpeg.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        ffmpeg.arguments =
            ["-v", "error", "-f", "lavfi", "-i", "color=white:size=64x48:rate=5:duration=1"] + options
            + [folder.file(file)]
        try ffmpeg.run()
        ffmpeg.waitUntilExit()
        try #require(ffmpeg.terminationStatus == 0)
        var reader = try FrameReader(
            opening: StreamSettings(address: StreamAddress(file: folder.file(file))), ledger: FrameLedger())
        var found: Frame?
        try reader.readAll(demand: { .everyFrame }) { found = found ?? $0 }
        return try #require(found)
    }

    @Test(
        "Matrix and range are those of the stream, and nil where it says nothing",
        arguments: [
            (["-c:v", "libx264", "-pix_fmt", "yuv420p"], PictureColour()),
            (
                ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_range", "pc"],
                PictureColour(matrix: .bt709, isFullRange: true)
            ),
            (
                ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-colorspace", "smpte170m", "-color_range", "tv"],
                PictureColour(matrix: .bt601)
            ),
        ])
    func stream(options: [String], expected: PictureColour) throws {
        #expect(try frame("a.mp4", options).colour == expected)
    }

    @Test("A JPEG has full range, by BT.601")
    func jpeg() throws {
        let frame = try frame("a.jpg", ["-pix_fmt", "yuvj420p", "-frames:v", "1"])
        #expect(frame.colour == PictureColour(matrix: .bt601, isFullRange: true))
        #expect(frame.luma[30, 20] > 250)
    }

    @Test(
        "White stays white when a format is converted, whatever its range",
        arguments: [
            ("a.png", ["-pix_fmt", "rgb24", "-frames:v", "1"]), ("a.png", ["-pix_fmt", "gray", "-frames:v", "1"]),
            ("a.jpg", ["-pix_fmt", "yuvj422p", "-frames:v", "1"]), ("a.mkv", ["-c:v", "ffv1", "-pix_fmt", "yuv444p"]),
            ("a.mkv", ["-vf", "scale=out_range=full", "-c:v", "ffv1", "-pix_fmt", "yuv422p", "-color_range", "pc"]),
            ("a.mkv", ["-c:v", "ffv1", "-pix_fmt", "yuv444p10le"]),
        ])
    func converted(file: String, options: [String]) throws {
        let frame = try frame(file, options)
        let white = frame.colour.isFullRange ? 255 : 235
        #expect(abs(Int(frame.luma[30, 20]) - white) <= 1)
    }
}
