import Testing
import VideoCore
import Vision

/// A frame whose planes hold what `luma`, `u` and `v` say.
@safe private final class Pixels: @unchecked Sendable {
    let memory: UnsafeMutablePointer<UInt8>
    init(_ count: Int) { unsafe memory = .allocate(capacity: count) }
    deinit { unsafe memory.deallocate() }
}

private func frame(
    _ width: Int, _ height: Int, colour: PictureColour = PictureColour(), luma: (Int, Int) -> UInt8,
    u: (Int, Int) -> UInt8, v: (Int, Int) -> UInt8
) -> Frame {
    let (half, halfHeight) = ((width + 1) / 2, (height + 1) / 2)
    let pixels = Pixels(width * height + 2 * half * halfHeight)
    func plane(_ offset: Int, _ width: Int, _ height: Int, _ value: (Int, Int) -> UInt8) -> Plane {
        let base = unsafe pixels.memory + offset
        for y in 0..<height { for x in 0..<width { unsafe base[y * width + x] = value(x, y) } }
        return unsafe Plane(base: UnsafePointer(base), width: width, height: height, stride: width)
    }
    return Frame(
        luma: plane(0, width, height, luma), chromaU: plane(width * height, half, halfHeight, u),
        chromaV: plane(width * height + half * halfHeight, half, halfHeight, v), mediaTime: 0,
        receivedAt: .now, wallTime: WallTime(secondsSince1970: 0), isKeyframe: true, index: 0,
        colour: colour, owner: pixels)
}

private let whole = Region(x: 0, y: 0, width: 1, height: 1)

@Suite("From planes to a network's input")
struct NetworkInputTests {
    private func values(_ input: NetworkInput, _ frame: Frame, _ region: Region = whole) -> [Float] {
        unsafe [Float](unsafeUninitializedCapacity: input.count) { buffer, count in
            unsafe input.write(region, of: frame, into: buffer)
            count = input.count
        }
    }

    @Test("Colours come out as what they are, blue first or red first", arguments: [(false, 288), (true, 1080)])
    func colours(isRGB: Bool, height: Int) {
        // White, black and a saturated red in the range of television.
        let red: (UInt8, UInt8, UInt8) = height < 720 ? (81, 90, 240) : (63, 102, 240)
        for (yuv, expected) in [
            ((235, 128, 128), [255, 255, 255]), ((16, 128, 128), [0, 0, 0]), (red, [0, 0, 255]),
        ] as [((UInt8, UInt8, UInt8), [Float])] {
            let picture = frame(64, height, luma: { _, _ in yuv.0 }, u: { _, _ in yuv.1 }, v: { _, _ in yuv.2 })
            let input = NetworkInput(width: 32, height: 32, isRGB: isRGB)
            let place = input.place(of: whole, in: picture)
            let found = values(input, picture)
            let at = (place.y + place.height / 2) * 32 + place.x + place.width / 2
            let colour = [found[at], found[1024 + at], found[2048 + at]]
            for (a, b) in zip(isRGB ? colour.reversed() : colour, expected) { #expect(abs(a - b) < 3) }
        }
    }

    @Test(
        "Full range and matrix count as the stream says, whatever the size",
        arguments: [
            (PictureColour(isFullRange: true), (255, 128, 128), [255, 255, 255]),
            (PictureColour(isFullRange: true), (16, 128, 128), [16, 16, 16]),
            // Pure red by each matrix, in full range.
            (PictureColour(matrix: .bt601, isFullRange: true), (76, 85, 255), [255, 0, 0]),
            (PictureColour(matrix: .bt709, isFullRange: true), (54, 99, 255), [255, 0, 0]),
            // In the range of television, in a picture small enough to be taken for BT.601 otherwise.
            (PictureColour(matrix: .bt709), (63, 102, 240), [255, 0, 0]),
        ] as [(PictureColour, (UInt8, UInt8, UInt8), [Float])])
    func range(colour: PictureColour, yuv: (UInt8, UInt8, UInt8), expected: [Float]) {
        let picture = frame(
            32, 32, colour: colour, luma: { _, _ in yuv.0 }, u: { _, _ in yuv.1 }, v: { _, _ in yuv.2 })
        let found = values(NetworkInput(width: 32, height: 32, isRGB: true), picture)
        for (channel, value) in expected.enumerated() { #expect(abs(found[channel * 1024 + 500] - value) < 3) }
    }

    @Test("A place holds the mean of what falls on it; odd sizes and parts included")
    func means() {
        let picture = frame(
            131, 77, luma: { UInt8(($0 * 7 + $1 * 13) % 200 + 20) }, u: { _, _ in 128 }, v: { _, _ in 128 })
        for region in [
            whole, Region(x: 0.5, y: 0.3, width: 0.5, height: 0.7), Region(x: 0, y: 0.9, width: 0.2, height: 0.1),
        ] {
            let input = NetworkInput(width: 40, height: 24, mean: 10, scale: 2, padding: 114)
            let place = input.place(of: region, in: picture)
            #expect(place.width == 40 || place.height == 24)
            let left = Int((region.x * 131).rounded()), right = Int(((region.x + region.width) * 131).rounded())
            let top = Int((region.y * 77).rounded()), bottom = Int(((region.y + region.height) * 77).rounded())
            let found = values(input, picture, region)
            for row in 0..<24 {
                for column in 0..<40 {
                    let (x, y) = (column - place.x, row - place.y)
                    guard (0..<place.width).contains(x), (0..<place.height).contains(y) else {
                        #expect(found[row * 40 + column] == 52)
                        continue
                    }
                    let x0 = left + x * (right - left) / place.width, y0 = top + y * (bottom - top) / place.height
                    let x1 = max(left + (x + 1) * (right - left) / place.width, x0 + 1)
                    let y1 = max(top + (y + 1) * (bottom - top) / place.height, y0 + 1)
                    var sum = 0.0
                    for sy in y0..<y1 { for sx in x0..<x1 { sum += Double(picture.luma[sx, sy]) } }
                    let grey = (sum / Double((x1 - x0) * (y1 - y0)) - 16) * 255 / 219
                    #expect(abs(Double(found[row * 40 + column]) - (min(max(grey, 0), 255) - 10) / 2) < 0.05)
                }
            }
        }
    }

    @Test("Tiny frames and regions of nothing still make an input", arguments: [(1, 1), (2, 1), (3, 5)])
    func tiny(width: Int, height: Int) {
        let picture = frame(width, height, luma: { _, _ in 126 }, u: { _, _ in 128 }, v: { _, _ in 128 })
        for region in [whole, Region(x: 1, y: 1, width: 0, height: 0), Region(x: -1, y: -1, width: 9, height: 9)] {
            #expect(values(NetworkInput(width: 8, height: 8), picture, region).allSatisfy { (0...255).contains($0) })
        }
    }
}
