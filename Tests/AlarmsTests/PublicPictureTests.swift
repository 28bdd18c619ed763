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

    @Test func `Every block is one colour, also those that the edge of the place runs through`() {
        let picture = shown(Region(x: 0.3, y: 0.3, width: 0.3, height: 0.3))
        withExtendedLifetime(picture) {
            for top in stride(from: 0, to: 352, by: 16) {
                for left in stride(from: 0, to: 640, by: 16) {
                    let values = (0..<16).flatMap { row in (0..<16).map { picture.luma[left + $0, top + row] } }
                    let isWithin = left >= 173 && left + 16 <= 403 && top >= 97 && top + 16 <= 226
                    #expect((Set(values).count == 1) == !isWithin, "block at \(left), \(top)")
                }
            }
        }
    }

    @Test func `Heads of people at the place are mosaic, what is below stays`() {
        let picture = shown(place, people: [Region(x: 0.4, y: 0.3, width: 0.1, height: 0.4)])
        #expect(!isClear(picture, 0.45, 0.32) && !isClear(picture, 0.45, 0.44))
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

    @Test func `The last, narrower blocks of a place at the border stay`() {
        let picture = shown(Region(x: 0, y: 0, width: 1, height: 1))
        #expect(isClear(picture, 0.99, 0.995) && isClear(picture, 0, 0))
    }
}
