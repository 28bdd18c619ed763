import Foundation
import SyntheticScenes
import Testing
import VideoCore
import VideoStreams

@Suite struct JPEGEncoderTests {
    private func decoded(_ bytes: [UInt8]) throws -> Frame {
        let folder = try ScratchFolder()
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file("picture.jpg")))
        return try #require(try readClip(folder.file("picture.jpg")).first)
    }

    @Test(arguments: [(160, 90), (161, 91), (16, 16), (1, 1)])
    func `A JPEG shows the frame in full range and at its own size`(width: Int, height: Int) throws {
        let frame = clipRenderer(width: width, height: height).frame(at: 30)
        let bytes = try JPEGEncoder(quality: 95).encode(frame)
        #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF]))
        #expect(bytes.suffix(2) == [0xFF, 0xD9])
        let picture = try decoded(bytes)
        #expect(picture.width == width && picture.height == height)
        #expect(signalToNoise(frame, picture, map: { max(0, min(255, ($0 - 16) * 255 / 219)) }) > 35)
    }

    @Test func `Full range goes through as it is`() throws {
        let frame = clipRenderer().frame(at: 30)
        let picture = try decoded(try JPEGEncoder(quality: 95, sampleRange: .full).encode(frame))
        #expect(signalToNoise(frame, picture) > 38)
        #expect(signalToNoise(frame, picture, { $0.chromaU }) > 38)
    }

    @Test func `Black and white of a camera become black and white`() throws {
        let picture = Picture(width: 32, height: 16)
        for place in 0..<16 * 16 { unsafe picture.luma.base[place / 16 * 32 + place % 16] = 235 }
        let frame = picture.frame(
            mediaTime: 0, receivedAt: .now, wallTime: WallTime(secondsSince1970: 0), isKeyframe: true, index: 0)
        let shown = try decoded(try JPEGEncoder(quality: 100).encode(frame))
        #expect(shown.luma[4, 8] >= 254)
        #expect(shown.luma[28, 8] <= 1)
    }

    @Test func `Higher quality costs more bytes, and settings out of range are taken as the nearest`() throws {
        let frame = clipRenderer(width: 320, height: 180).frame(at: 30)
        let sizes = try [1, 40, 85, 100].map { try JPEGEncoder(quality: $0).encode(frame).count }
        #expect(sizes == sizes.sorted() && Set(sizes).count == 4)
        #expect(try JPEGEncoder(quality: 500).encode(frame).count == sizes[3])
        #expect(try JPEGEncoder(quality: -3).encode(frame).count == sizes[0])
    }

    @Test func `The same frame gives the same bytes`() throws {
        let frame = clipRenderer().frame(at: 30)
        #expect(try JPEGEncoder().encode(frame) == JPEGEncoder().encode(frame))
    }
}
