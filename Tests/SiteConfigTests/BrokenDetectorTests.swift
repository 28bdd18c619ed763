import Testing

@testable import SiteConfig

@Suite struct BrokenDetectorTests {
    @Test("A mistake in a detector's settings is named with its line, key and remedy", arguments: all)
    func mistakeIsNamed(_ broken: BrokenSite) throws {
        let found = mistakes(in: broken.text)
        #expect(found.count == 1, "\(found)")
        let mistake = try #require(found.first)
        #expect(mistake.line == broken.line)
        #expect(mistake.key == broken.key)
        #expect(mistake.problem.contains(broken.problem), "\(mistake.problem)")
        #expect(mistake.remedy.contains(broken.remedy), "\(mistake.remedy)")
    }

    private static let all = names + polygons + floors

    private static let names = [
        BrokenSite(
            camera: "an unknown detector", "detectors: {thrown-objects: {}}", key: "detectors.thrown-objects",
            problem: "unknown key", remedy: "did you mean `thrown-object`?"),
        BrokenSite(
            camera: "a detector in camel case", "detectors: {thrownObject: {}}", key: "detectors.thrownObject",
            problem: "unknown key", remedy: "did you mean `thrown-object`?"),
        BrokenSite(
            camera: "a list of detectors", "detectors: [fire, smoke]", key: "detectors",
            problem: "a group of keys, not a list", remedy: "thrown-object"),
        BrokenSite(
            camera: "a key where there is none", "detectors: {fire: {cabin: []}}", key: "detectors.fire.cabin",
            problem: "unknown key", remedy: "belongs under `cameras[].detectors.ebike`"),
        BrokenSite(
            camera: "any key where there is none", "detectors: {quality: {thick: 1}}", key: "detectors.quality.thick",
            problem: "unknown key", remedy: "nothing can be set here"),
        BrokenSite(
            camera: "floor lines a level too high", "detectors:\n  thrown-object: {}\n  floors: []", line: 3,
            key: "detectors.floors", problem: "unknown key",
            remedy: "belongs under `cameras[].detectors.thrown-object`"),
        BrokenSite(
            camera: "a storey of nothing", "detectors: {thrown-object: {floorHeight: 0.29}}",
            key: "detectors.thrown-object.floorHeight", problem: "“0.29” is out of range", remedy: "metres, 1…20"),
        BrokenSite(
            camera: "no windows at all", "detectors: {thrown-object: {columns: 0}}",
            key: "detectors.thrown-object.columns", problem: "“0” is out of range", remedy: "1…100"),
        BrokenSite(
            camera: "a self-test at no time", "detectors: {thrown-object: {selfTest: {at: \"25:00\"}}}",
            key: "detectors.thrown-object.selfTest.at", problem: "not a time of day", remedy: "00:00"),
        BrokenSite(
            camera: "a self-test in one word", "detectors: {thrown-object: {selfTest: never}}",
            key: "detectors.thrown-object.selfTest", problem: "a group of keys", remedy: "enabled, at"),
    ]

    private static func facade(_ what: String, _ value: String, _ problem: String, _ remedy: String) -> BrokenSite {
        facade(what, value, "", problem, remedy)
    }

    private static func facade(
        _ what: String, _ value: String, _ key: String, _ problem: String, _ remedy: String
    ) -> BrokenSite {
        BrokenSite(
            camera: what, "detectors:\n  thrown-object:\n    facade: \(value)", line: 3,
            key: "detectors.thrown-object.facade" + key, problem: problem, remedy: remedy)
    }

    private static let polygons = [
        facade("a word", "all", "a list of corners, or of polygons, not a single", "begin each entry"),
        facade("no corners", "[]", "has no corners", "or delete the key"),
        facade("two corners", "[[0, 0], [1, 1]]", "has 2 corners", "at least 3"),
        facade(
            "crossing edges", "[[0, 0], [1, 1], [1, 0], [0, 1]]",
            "edge from corner [0] to [1] crosses or touches the edge from corner [2] to [3]", "in order around"),
        facade(
            "the first corner again", "[[0, 0], [1, 0], [1, 1], [0, 0]]", "corners [0] and [3] are the same point",
            "the last corner joins the first by itself"),
        facade("pixels", "[[0, 0], [1920, 0], [1, 1]]", "[1][0]", "“1920” is outside 0…1", "picture's width"),
        facade("pixels downwards", "[[0, 0], [1, 0], [1, 1080]]", "[2][1]", "“1080” is outside", "picture's height"),
        facade("a negative share", "[[0, 0], [1, 0], [1, -0.1]]", "[2][1]", "“-0.1” is outside 0…1", "divide"),
        facade("one coordinate", "[[0, 0], [1, 0], [1]]", "[2]", "has 1 coordinates", "[0.1, 0.2]"),
        facade("three coordinates", "[[0, 0], [1, 0], [1, 1, 1]]", "[2]", "has 3 coordinates", "[0.1, 0.2]"),
        facade("a coordinate in words", "[[0, 0], [1, 0], [1, low]]", "[2][1]", "“low” is not a number", "write"),
        facade("no number at all", "[[0, 0], [1, 0], [1, .nan]]", "[2][1]", "is not a number", "write"),
        facade("a lost decimal point", "[[0, 0], [1, 0], [1, \"1\"]]", "[2][1]", "text in quotes", "without quotes"),
        facade("a fault in the second polygon", "[[[0,0],[1,0],[1,1]], [[0,0],[1,0]]]", "[1]", "has 2 corners", "3"),
        BrokenSite(
            camera: "a door of two corners", "detectors: {ebike: {door: [[0, 0], [1, 1]]}}",
            key: "detectors.ebike.door",
            problem: "has 2 corners", remedy: "at least 3"),
        BrokenSite(
            camera: "a cabin of several polygons", "detectors: {ebike: {cabin: [[[0, 0], [1, 0], [1, 1]]]}}",
            key: "detectors.ebike.cabin[0]", problem: "has 3 coordinates", remedy: "[0.1, 0.2]"),
        BrokenSite(
            camera: "a bad shield", "detectors: {thrown-object: {shields: [[[0, 0], [1, 0]]]}}",
            key: "detectors.thrown-object.shields[0]", problem: "has 2 corners", remedy: "at least 3"),
    ]

    private static func floors(
        _ what: String, _ lines: String, line: Int, _ key: String, _ problem: String, _ remedy: String
    ) -> BrokenSite {
        let indented = lines.split(separator: "\n").map { "      - \($0)" }.joined(separator: "\n")
        return BrokenSite(
            camera: what, "detectors:\n  thrown-object:\n    floors:\n" + indented, line: line + 3,
            key: "detectors.thrown-object.floors" + key, problem: problem, remedy: remedy)
    }

    private static let floors = [
        floors(
            "a line that does not rise",
            "{floor: 3, line: [[0, 0.5], [1, 0.5]]}\n{floor: 4, line: [[0, 0.6], [1, 0.6]]}", line: 2, "[1].line",
            "floor 4 does not lie above that of floor 3", "smaller y"),
        floors(
            "lines in any order are judged by floor",
            "{floor: 9, line: [[0, 0.6], [1, 0.6]]}\n{floor: 4, line: [[0, 0.5], [1, 0.5]]}", line: 1, "[0].line",
            "floor 9 does not lie above that of floor 4", "swap the numbers"),
        floors(
            "lines that cross",
            "{floor: 3, line: [[0, 0.5], [1, 0.5]]}\n{floor: 4, line: [[0, 0.4], [1, 0.6]]}", line: 2, "[1].line",
            "does not lie above", "at both ends"),
        floors(
            "a floor twice",
            "{floor: 3, line: [[0, 0.5], [1, 0.5]]}\n{floor: 3, line: [[0, 0.4], [1, 0.4]]}", line: 2, "[1]",
            "floor 3 has a line already, at cameras[0].detectors.thrown-object.floors[0]", "keep one"),
        floors("no number", "{line: [[0, 0.5], [1, 0.5]]}", line: 1, "[0].floor", "is missing", "storey's number"),
        floors("no line", "{floor: 3}", line: 1, "[0].line", "is missing", "its two ends"),
        floors("half a storey", "{floor: 3.5, line: [[0, 0], [1, 0]]}", line: 1, "[0].floor", "whole number", "-9…200"),
        floors("too high", "{floor: 201, line: [[0, 0], [1, 0]]}", line: 1, "[0].floor", "out of range", "-9…200"),
        floors("one end", "{floor: 3, line: [[0, 0]]}", line: 1, "[0].line", "has 1 points", "write two"),
        floors(
            "upright", "{floor: 3, line: [[0.5, 0], [0.5, 1]]}", line: 1, "[0].line", "is upright", "along the floor"),
        floors("a storey in one word", "ground", line: 1, "[0]", "a group of keys, not a single", "floor, line"),
        floors("an end in pixels", "{floor: 3, line: [[0, 0], [2, 0]]}", line: 1, "[0].line[1][0]", "“2” is", "width"),
    ]
}
