import Testing
import VideoCore

@testable import Alarms

struct PublicPictureTests {
    private let frame = noisyFrame(width: 640, height: 360)
    private let place = Region(x: 0.25, y: 0.25, width: 0.5, height: 0.5)

    private func shown(_ region: Region?, track: [ImagePoint] = [], people: [Region] = []) -> Frame {
        var data = AlarmEvent.sample(1).data
        data.regionInImage = region
        data.track = track.map { TrackPoint(mediaTime: 0, pointInImage: $0) }
        var event = AlarmEvent.sample(1)
        event.data = data
        return PublicPicture(of: [event]).drawn(on: frame, people: people)
    }

    /// Whether the pixels about a point are as they were.
    private func isClear(_ picture: Frame, _ x: Double, _ y: Double) -> Bool {
        let (column, row) = (Int(x * 640), Int(y * 360))
        return withExtendedLifetime((picture, frame)) {
            (0..<4).allSatisfy { picture.luma[column + $0, row] == frame.luma[column + $0, row] }
        }
    }

    @Test func `All is mosaic but the place of the incident and a tenth around it`() {
        let picture = shown(place)
        #expect(isClear(picture, 0.3, 0.3) && isClear(picture, 0.5, 0.5) && isClear(picture, 0.77, 0.5))
        for (x, y) in [(0.1, 0.5), (0.9, 0.5), (0.5, 0.1), (0.5, 0.9), (0.02, 0.02), (0.98, 0.98)] {
            #expect(!isClear(picture, x, y), "\(x), \(y)")
        }
    }

    /// Sizes with a last block that is narrower, and odd ones.
    @Test(arguments: [(640, 360), (641, 363), (360, 640), (1282, 722)])
    func `Blocks that the place has no share of are one colour in all three planes, all others are as they were`(
        width: Int, height: Int
    ) {
        let frame = noisyFrame(width: width, height: height)
        var event = AlarmEvent.sample(1)
        (event.data.regionInImage, event.data.track) = (Region(x: 0.9, y: 0.9, width: 0.1, height: 0.1), [])
        let picture = PublicPicture(of: [event]).drawn(on: frame, people: [])
        let side = max(16, max(width, height) / 40 & ~1)
        withExtendedLifetime((picture, frame)) {
            for (plane, original, side) in [
                (picture.luma, frame.luma, side), (picture.chromaU, frame.chromaU, side / 2),
                (picture.chromaV, frame.chromaV, side / 2),
            ] {
                for top in stride(from: 0, to: plane.height, by: side) {
                    for left in stride(from: 0, to: plane.width, by: side) {
                        let pixels = (top..<min(top + side, plane.height)).flatMap { row in
                            (left..<min(left + side, plane.width)).map { ($0, row) }
                        }
                        let isIn =
                            Double(left + side) > 0.89 * Double(plane.width)
                            && Double(top + side) > 0.89 * Double(plane.height)
                        if isIn {
                            #expect(pixels.allSatisfy { plane[$0.0, $0.1] == original[$0.0, $0.1] }, "\(left), \(top)")
                        } else {
                            #expect(Set(pixels.map { plane[$0.0, $0.1] }).count == 1, "block at \(left), \(top)")
                        }
                    }
                }
            }
        }
    }

    @Test func `A path as narrow as a line is seen`() {
        for x in stride(from: 0.2, to: 0.3, by: 0.003) {
            let picture = shown(nil, track: [ImagePoint(x: x, y: 0.2), ImagePoint(x: x, y: 0.8)])
            let block = Double(Int(x * 640) / 16 * 16) / 640
            #expect(isClear(picture, block, 0.5), "\(x)")
            #expect(!isClear(picture, x + 0.06, 0.5) && !isClear(picture, x - 0.06, 0.5), "\(x)")
        }
    }

    @Test func `Heads of people at the place are mosaic, what is below stays`() {
        let picture = shown(place, people: [Region(x: 0.4, y: 0.3, width: 0.1, height: 0.4)])
        #expect(!isClear(picture, 0.45, 0.28) && !isClear(picture, 0.45, 0.44))
        #expect(isClear(picture, 0.45, 0.6) && isClear(picture, 0.3, 0.32) && isClear(picture, 0.6, 0.32))
    }

    @Test func `The way that something took is shown; without a place nothing is`() {
        let way = [ImagePoint(x: 0.7, y: 0.2), ImagePoint(x: 0.9, y: 0.8)]
        #expect(isClear(shown(nil, track: way), 0.8, 0.5))
        #expect(!isClear(shown(nil, track: way), 0.5, 0.5))
        #expect(!isClear(shown(nil), 0.5, 0.5))
    }

    @Test func `Places that lie within another are not kept beside it`() {
        let events = [0.2, 0.4, 0.3].map { height in
            var event = AlarmEvent.sample(1)
            event.data.regionInImage = Region(x: 0.3, y: 0.3, width: 0.2, height: height)
            event.data.track = [ImagePoint(x: 0.31, y: 0.31), ImagePoint(x: 0.45, y: 0.3 + height / 2)].map {
                TrackPoint(mediaTime: 0, pointInImage: $0)
            }
            return event
        }
        #expect(PublicPicture(of: events).places == [Region(x: 0.3, y: 0.3, width: 0.2, height: 0.4).grown(by: 0.1)])
    }
}
