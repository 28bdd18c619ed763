import Foundation
import Testing

@testable import SiteConfig

@Suite struct LiftDoubtTests {
    private static let cabin = "cabin: [[0.2, 0.5], [0.8, 0.5], [0.8, 0.9], [0.2, 0.9]]"

    private static let cases: [(String, key: String?, problem: String)] = [
        (cabin, nil, ""),
        ("\(cabin), door: [[0.3, 0.1], [0.7, 0.1], [0.7, 0.5], [0.3, 0.5]]", nil, ""),
        ("\(cabin), door: [[0.3, 0.6], [0.7, 0.6], [0.7, 0.8], [0.3, 0.8]]", nil, ""),
        ("\(cabin), door: [[0.4, 0.0], [0.6, 0.0], [0.6, 1.0], [0.4, 1.0]]", nil, ""),
        ("\(cabin), door: [[0.3, 0.0], [0.7, 0.0], [0.7, 0.3], [0.3, 0.3]]", "door", "20 % of the picture"),
        ("\(cabin), exclude: [[0.1, 0.4], [0.9, 0.4], [0.9, 1.0], [0.1, 1.0]]", "exclude", "whole cabin"),
        ("\(cabin), exclude: [[0.1, 0.4], [0.5, 0.4], [0.5, 1.0], [0.1, 1.0]]", nil, ""),
        (
            "\(cabin), exclude: [[[0.1, 0.4], [0.5, 0.4], [0.5, 1], [0.1, 1]], [[0.5, 0.4], [0.9, 0.4], [0.9, 1], [0.5, 1]]]",
            "exclude", "whole cabin"
        ),
        ("exclude: [[0, 0], [1, 0], [1, 1], [0, 1]]", "exclude", "whole cabin"),
        (
            "door: [[0.3, 0.1], [0.7, 0.1], [0.7, 0.5], [0.3, 0.5]], exclude: [[0.2, 0], [0.8, 0], [0.8, 0.6], [0.2, 0.6]]",
            "exclude", "whole door"
        ),
    ]

    @Test("Areas of a lift that cannot be meant are warned about", arguments: cases.indices)
    func areas(_ index: Int) throws {
        let (text, key, problem) = Self.cases[index]
        let warnings = try site(siteWithCamera("detectors: {ebike: {\(text)}}")).warnings
        #expect(warnings.map(\.key) == [key].compactMap { $0 }.map { "cameras[0].detectors.ebike.\($0)" })
        #expect(warnings.allSatisfy { $0.problem.contains(problem) && !$0.remedy.isEmpty })
    }

    @Test("A relay that is a folder, or lies in none, is warned about while the camera runs")
    func relays() throws {
        let directory = try TemporaryDirectory()
        try directory.write("0", to: "relay")
        func warnings(_ relay: String, enabled: Bool = true) throws -> [String] {
            let text = siteWithCamera("enabled: \(enabled)\ndetectors: {ebike: {holdDoor: {relay: \(relay)}}}")
            return try SiteSettings.load(path: directory.write(text, to: "site.yaml")).warnings
                .filter { $0.key == "cameras[0].detectors.ebike.holdDoor.relay" }.map(\.problem)
        }
        #expect(try warnings("relay") == [])
        #expect(try warnings("not-yet") == [])
        #expect(try warnings(directory.path) == ["it is a folder, so the door will not be held"])
        #expect(try warnings("gone/relay").map { $0.contains("does not exist") } == [true])
        #expect(try warnings("gone/relay", enabled: false) == [])
    }
}
