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

    private func people(_ place: Region?, at places: [Region] = []) throws -> [Region] {
        var finder = try PeopleFinder(WheelNetwork.model())
        return try finder.people(in: picture(place), at: places)
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
        let found = try people(place, at: [Region(x: 0.6, y: 0.34, width: 0.05, height: 0.05)])
        #expect(!found.isEmpty && found.allSatisfy { $0.overlaps(place) }, "\(found)")
    }

    @Test func `Small ones are found in a place that is all of the picture`() throws {
        let place = Region(x: 0.61, y: 0.36, width: 0.02, height: 0.04)
        let found = try people(place, at: [Region(x: 0, y: 0, width: 1, height: 1)])
        #expect(!found.isEmpty && found.allSatisfy { $0.overlaps(place) }, "\(found)")
    }

    @Test func `A network that knows no people, or has no threshold for them, is refused`() {
        #expect(throws: InferenceError.self) {
            try PeopleFinder(WheelNetwork.model(classes: ["ebike", "bicycle", "cat"]))
        }
        #expect(throws: InferenceError.self) {
            try PeopleFinder(WheelNetwork.model(watched: ["ebike", "bicycle"]))
        }
    }

    @Test(arguments: [
        ([], 1), ([Region(x: 0.4, y: 0.4, width: 0.1, height: 0.1)], 2),
        // Both fit into one part with what is around them.
        ([Region(x: 0.4, y: 0.4, width: 0.1, height: 0.1), Region(x: 0.45, y: 0.45, width: 0.1, height: 0.1)], 2),
        ([Region(x: 0.1, y: 0.1, width: 0.05, height: 0.05), Region(x: 0.9, y: 0.9, width: 0.05, height: 0.05)], 3),
        ([Region(x: 0, y: 0, width: 1, height: 1)], 10), ([Region(x: 0.1, y: 0, width: 0.1, height: 1)], 4),
    ])
    func `However many places there are, the looks are few, and show all of them`(places: [Region], count: Int) {
        let views = PeopleViews.of(places)
        #expect(views.count == count, "\(views)")
        for place in places {
            let corners = [(0.0, 0.0), (1, 0), (0, 1), (1, 1)].map { across, down in
                (place.x + across * place.width * 0.999, place.y + down * place.height * 0.999)
            }
            for corner in corners {
                let point = Region(x: corner.0, y: corner.1, width: 1e-6, height: 1e-6)
                #expect(views.dropFirst().contains { $0.contains(point) }, "\(corner)")
            }
        }
    }

    @Test func `Somebody counts for half a second before and after each picture in which they were found`() {
        var people = PeopleByTime()
        let (one, other) = (Region(x: 0, y: 0, width: 0.1, height: 0.1), Region(x: 0.5, y: 0, width: 0.1, height: 0.1))
        for index in 0..<100 {
            let found = index == 50 ? [one] : index == 70 ? [other] : []
            people.note(found, at: Double(index) / 25)
        }
        for index in 0..<100 {
            let time = Double(index) / 25
            var expected: [Region] = []
            if (38...62).contains(index) { expected.append(one) }
            if (58...82).contains(index) { expected.append(other) }
            #expect(people.people(at: time) == expected, "\(time) s")
        }
    }
}
