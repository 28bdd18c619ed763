import Foundation
import TestSupport
import Testing
import VideoCore

@testable import Alarms
@testable import Clips
@testable import VideoStreams

@Suite("Masked clips")
struct MaskedClipTests {
    private static let width = 320
    private static let height = 192

    /// Letters of noise: one pixel's brightness tells nothing of the next.
    private func noise(_ index: Int) -> Frame {
        let picture = Picture(width: Self.width, height: Self.height)
        var state = UInt32(index + 1)
        for place in 0..<Self.width * Self.height {
            state = state &* 1_664_525 &+ 1_013_904_223
            unsafe picture.luma.base[place] = state >> 31 == 0 ? 40 : 210
        }
        return picture.frame(
            mediaTime: Double(index) / 25, receivedAt: .now, wallTime: WallTime(secondsSince1970: 0),
            isKeyframe: index == 0, index: index)
    }

    /// Mean and standard deviation of the luma within a block of 16 pixels.
    private func spread(_ frame: Frame, left: Int, top: Int) -> Double {
        let values = (top..<top + 16).flatMap { y in (left..<left + 16).map { Double(frame.luma[$0, y]) } }
        let mean = values.reduce(0, +) / 256
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 256).squareRoot()
    }

    @Test(
        "Behind a shield nothing can be read in any picture; beside it all is as it was; the alarm is drawn while it lasts"
    )
    func masks() throws {
        let folder = try ScratchFolder()
        var writer = try ClipWriter(to: folder.file("in.mp4"))
        for index in 0..<100 { try writer.write(noise(index)) }
        try writer.finish()
        // The left half, but for the edge of the last block.
        let shield = Polygon([(0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)].map { ImagePoint(x: $0, y: $1) })
        var alarm = AlarmEvent.ringing(start: 101, end: 101)
        alarm.data.regionInImage = Region(x: 0.7, y: 0.3, width: 0.2, height: 0.4)
        try MaskedClip(shields: [shield], alarms: [alarm], firstMediaTime: 100)
            .write(from: folder.file("in.mp4"), to: folder.file("out.mp4"), check: {})
        let (given, masked) = (try allFrames(folder.file("in.mp4")), try allFrames(folder.file("out.mp4")))
        #expect(masked.count == 100)
        for index in stride(from: 0, to: 100, by: 9) {
            for top in stride(from: 0, to: Self.height, by: 16) {
                for left in stride(from: 0, to: Self.width / 2, by: 16) {
                    #expect(spread(given[index], left: left, top: top) > 40, "there is something to hide")
                    let rest = spread(masked[index], left: left, top: top)
                    #expect(rest < 8, "picture \(index), block at \(left), \(top): \(rest)")
                }
            }
            #expect(spread(masked[index], left: 192, top: 16) > 40, "what is beside it stays")
        }
        // Drawn from 101 s to 103 s: a white line with a black edge.
        func isFramed(_ frame: Frame) -> Bool {
            let x = Int(0.7 * Double(Self.width))
            return (80..<110).allSatisfy { frame.luma[x, $0] > 180 }
        }
        #expect(!isFramed(masked[10]) && isFramed(masked[30]) && isFramed(masked[70]))
        #expect(!isFramed(masked[80]))
    }

    @Test("It is H.264 with its index in front, whatever the camera sends")
    func plays() throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.codec = .h265
        try TestClips.movingSquare(to: folder.file("in.mp4"), frames: 50, width: 64, height: 48, options: options)
        try MaskedClip(shields: [], alarms: [], firstMediaTime: 0)
            .write(from: folder.file("in.mp4"), to: folder.file("out.mp4"), check: {})
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("out.mp4")))
        let index = try #require(bytes.firstRange(of: Data("moov".utf8))).lowerBound
        let pictures = try #require(bytes.firstRange(of: Data("mdat".utf8))).lowerBound
        #expect(index < pictures)
        let reader = try FrameReader(
            opening: StreamSettings(address: StreamAddress(file: folder.file("out.mp4"))), ledger: FrameLedger())
        #expect(reader.codecName == "h264")
    }
}
