import Testing
import VideoCore

@testable import Alarms

/// A picture in which every pixel differs from its neighbours.
func noisyFrame(width: Int = 320, height: Int = 180, mediaTime: Double = 2, wallTime: WallTime = monday) -> Frame {
    let picture = Picture(width: width, height: height)
    unsafe fill(picture.luma)
    unsafe fill(picture.chromaU)
    unsafe fill(picture.chromaV)
    return picture.frame(mediaTime: mediaTime, receivedAt: .now, wallTime: wallTime, isKeyframe: true, index: 0)
}

private func fill(_ plane: MutablePlane) {
    let count = unsafe plane.width * plane.height
    for position in 0..<count {
        unsafe plane.base[position] = UInt8(40 + position * 7919 % 101)
    }
}

@Suite("Snapshots")
struct SnapshotTests {
    private let frame = noisyFrame()

    private func drawn(
        shields: [Polygon] = [], region: Region? = nil, track: [(Double, Double)] = [], on frame: Frame? = nil
    ) -> Frame {
        var data = AlarmEvent.sample(1).data
        data.regionInImage = region
        data.track = track.map { TrackPoint(mediaTime: 0, pointInImage: ImagePoint(x: $0.0, y: $0.1)) }
        return Snapshot(of: data, shields: shields).drawn(on: frame ?? self.frame)
    }

    private static func square(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> Polygon {
        Polygon([
            ImagePoint(x: left, y: top), ImagePoint(x: right, y: top), ImagePoint(x: right, y: bottom),
            ImagePoint(x: left, y: bottom),
        ])
    }

    /// The positions at which the brightness of two pictures differs.
    private static func changes(_ one: Frame, _ other: Frame) -> [(x: Int, y: Int)] {
        // A plane does not keep its picture alive; both must live until the last pixel is read.
        withExtendedLifetime((one, other)) {
            let (left, right) = (one.luma, other.luma)
            return (0..<left.height).flatMap { y in
                (0..<left.width).filter { left[$0, y] != right[$0, y] }.map { ($0, y) }
            }
        }
    }

    @Test("With nothing to draw the picture is the same, and the original is never touched")
    func nothing() {
        #expect(Self.changes(drawn(), frame).isEmpty)
        _ = drawn(shields: [Self.square(0, 0, 1, 1)], region: Region(x: 0.1, y: 0.1, width: 0.5, height: 0.5))
        #expect(Self.changes(frame, noisyFrame()).isEmpty)
    }

    @Test("Every pixel under a shield is the mean of its block, in all three planes; far away nothing changes")
    func masked() {
        let result = drawn(shields: [Self.square(0.26, 0.3, 0.41, 0.5)])
        for (plane, block) in [(result.luma, 16), (result.chromaU, 8), (result.chromaV, 8)] {
            let left = Int(0.26 * Double(plane.width))
            let top = Int(0.3 * Double(plane.height))
            let corner = plane[left / block * block, top / block * block]
            for y in (top / block * block)..<(top / block * block + block) {
                for x in (left / block * block)..<(left / block * block + block) { #expect(plane[x, y] == corner) }
            }
        }
        let changed = Self.changes(result, frame)
        #expect(changed.allSatisfy { (80..<144).contains($0.x) && (48..<96).contains($0.y) }, "whole blocks, no more")
        #expect(changed.count > 60 * 44)
    }

    @Test("No pixel of a shield keeps its surroundings: thin, slanted and off-centre ones are covered whole")
    func conservative() {
        let sliver = Polygon([
            ImagePoint(x: 0.111, y: 0.052), ImagePoint(x: 0.912, y: 0.871), ImagePoint(x: 0.914, y: 0.871),
        ])
        let dot = Self.square(0.501, 0.101, 0.502, 0.102)
        let shields = [sliver, dot]
        let result = drawn(shields: shields)
        for y in 0..<180 {
            for x in 0..<320 {
                let centre = ImagePoint(x: (Double(x) + 0.5) / 320, y: (Double(y) + 0.5) / 180)
                guard shields.contains(where: { $0.contains(centre) }) else { continue }
                #expect(result.luma[x, y] == result.luma[x / 16 * 16, y / 16 * 16], "\(x), \(y)")
            }
        }
        #expect(result.luma[165, 20] == result.luma[160, 16], "a shield smaller than a pixel is one all the same")
    }

    @Test("A shield that reaches over the edge, or has no area, does not trap")
    func oddShields() {
        let odd = Polygon([ImagePoint(x: 0.5, y: 0.5), ImagePoint(x: 0.6, y: 0.6)])
        #expect(Self.changes(drawn(shields: [odd, Polygon([])]), frame).isEmpty)
        let everything = drawn(shields: [Self.square(-5, -5, 7, 7)])
        #expect(everything.luma[319, 179] == everything.luma[304, 176])
    }

    @Test("The mosaic of a large picture has larger blocks")
    func largeBlocks() {
        let large = noisyFrame(width: 1920, height: 1080)
        let result = drawn(shields: [Self.square(0, 0, 1, 1)], on: large)
        #expect(Set((0..<24).map { result.luma[$0, 0] }).count == 1)
        #expect(result.luma[0, 0] != large.luma[0, 0] || result.luma[1, 0] != large.luma[1, 0])
    }

    @Test("The path is a light line on a dark one, grey in colour, and drawn over the mask")
    func path() {
        let result = drawn(shields: [Self.square(0, 0, 1, 1)], track: [(0.25, 0.5), (0.75, 0.5)])
        for x in 80...240 {
            #expect(result.luma[x, 90] == 235)
            #expect(result.luma[x, 88] == 16 && result.luma[x, 92] == 16)
            #expect(result.chromaU[x / 2, 45] == 128 && result.chromaV[x / 2, 45] == 128)
        }
        #expect(result.luma[160, 86] != 16)
    }

    @Test("The region is framed, and its inside stays visible")
    func box() {
        let result = drawn(region: Region(x: 0.25, y: 0.25, width: 0.5, height: 0.5))
        for (x, y) in [(80, 45), (160, 45), (240, 45), (80, 90), (240, 90), (80, 135), (160, 135), (240, 135)] {
            #expect(result.luma[x, y] == 235, "\(x), \(y)")
        }
        #expect(result.luma[160, 90] == frame.luma[160, 90])
    }

    @Test("Points far outside, or nowhere at all, do not trap")
    func wild() {
        let wild: [(Double, Double)] = [(-1e300, 1e300), (0.5, 0.5), (.infinity, .nan), (7, -3)]
        let result = drawn(region: Region(x: -1e9, y: 0.5, width: 2e9, height: 1e9), track: wild)
        #expect(result.width == 320 && !Self.changes(result, frame).isEmpty)
    }

    @Test("Pictures of odd and tiny sizes are drawn to their last pixel", arguments: [(1, 1), (17, 33), (31, 16)])
    func sizes(width: Int, height: Int) {
        let small = noisyFrame(width: width, height: height)
        let result = drawn(shields: [Self.square(0, 0, 1, 1)], track: [(0, 0), (1, 1)], on: small)
        #expect(result.width == width && result.height == height)
        #expect(result.mediaTime == small.mediaTime && result.wallTime == small.wallTime)
    }
}
