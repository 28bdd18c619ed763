import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors
@testable import Inference

/// Finding people, for whom blue stands in these tests.
struct PeopleFinderTests {
    private static let blue = (u: UInt8(240), v: UInt8(110), luma: UInt8(41))

    /// A grey picture of 1280×768 with something blue at `place`.
    private func picture(_ place: Region?) -> Frame {
        let picture = Picture(width: 1280, height: 768)
        unsafe fill(picture.luma, 120, Self.blue.luma, place)
        unsafe fill(picture.chromaU, 128, Self.blue.u, place)
        unsafe fill(picture.chromaV, 128, Self.blue.v, place)
        return picture.frame(
            mediaTime: 0, receivedAt: .now, wallTime: WallTime(secondsSince1970: 0), isKeyframe: true, index: 0)
    }

    private func fill(_ plane: MutablePlane, _ ground: UInt8, _ value: UInt8, _ place: Region?) {
        for row in unsafe 0..<plane.height {
            for column in unsafe 0..<plane.width {
                let point = unsafe (Double(column) / Double(plane.width), Double(row) / Double(plane.height))
                let isIn = place.map { place in
                    point.0 >= place.x && point.0 < place.x + place.width && point.1 >= place.y
                        && point.1 < place.y + place.height
                }
                unsafe plane.base[row * plane.width + column] = isIn == true ? value : ground
            }
        }
    }

    private func people(_ place: Region?, near places: [Region] = []) throws -> [Region] {
        var finder = try PeopleFinder(WheelNetwork.model())
        return try finder.people(in: picture(place), near: places)
    }

    @Test func `Somebody is found where they stand, nobody in an empty picture`() throws {
        let place = Region(x: 0.5, y: 1.0 / 3, width: 0.1, height: 1.0 / 6)
        let found = try people(place)
        #expect(!found.isEmpty && found.allSatisfy { $0.overlaps(place) }, "\(found)")
        #expect(try people(nil).isEmpty)
    }

    @Test func `Small ones are found near the place that is looked at more closely`() throws {
        let place = Region(x: 0.61, y: 0.36, width: 0.012, height: 0.02)
        #expect(try people(place).isEmpty)
        let found = try people(place, near: [Region(x: 0.6, y: 0.34, width: 0.05, height: 0.05)])
        #expect(!found.isEmpty && found.allSatisfy { $0.overlaps(place) }, "\(found)")
    }

    @Test func `A network that knows no people is refused`() {
        #expect(throws: InferenceError.self) {
            try PeopleFinder(WheelNetwork.model(classes: ["ebike", "bicycle", "cat"]))
        }
    }
}
