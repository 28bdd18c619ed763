import Testing

@testable import SiteConfig

@Suite struct WarningTests {
    private static let cases: [(String, key: String, problem: String)] = [
        ("detectors: {}", "cameras[0]", "no detector is named"),
        (
            "detectors: {thrown-object: {floors: [{floor: 3, line: [[0, 0.5], [1, 0.5]]}]}}",
            "cameras[0].detectors.thrown-object.floors", "one line alone"
        ),
        (
            "detectors: {thrown-object: {floors: [{floor: 4, line: [[0, 0.78], [1, 0.78]]}, "
                + "{floor: 60, line: [[0, 0.4], [1, 0.4]]}]}}",
            "cameras[0].detectors.thrown-object.floors", "% of the picture high"
        ),
        ("detectors: {thrown-object: {columns: 6}}", "cameras[0].detectors.thrown-object.columns", "do not show both"),
        (
            "detectors: {thrown-object: {columns: 6, floors: [{floor: 3, line: [[0, 0.5], [0.9, 0.5]]}, "
                + "{floor: 9, line: [[0, 0.2], [0.8, 0.2]]}]}}",
            "cameras[0].detectors.thrown-object.columns", "do not show both"
        ),
    ]

    @Test("What is valid but of no use is warned about", arguments: cases.indices)
    func warnings(_ index: Int) throws {
        let (text, key, problem) = Self.cases[index]
        let warnings = try site(siteWithCamera(text)).warnings
        #expect(warnings.map(\.key) == [key])
        #expect(warnings.first?.problem.contains(problem) == true)
        #expect(warnings.first?.remedy.isEmpty == false)
    }

    @Test(
        "Figures that others on the network can read are warned about, those of this machine alone are not",
        arguments: [
            ("{listen: 0.0.0.0}", true), ("{listen: '::'}", true), ("{listen: 192.0.2.1, port: 80}", true),
            ("{listen: 0.0.0.0, enabled: false}", false), ("{listen: 127.0.0.2}", false), ("{listen: '::1'}", false),
            ("{listen: localhost}", false), ("{}", false),
        ])
    func openFigures(_ http: String, warned: Bool) throws {
        let camera = "cameras: [{camera: a, url: rtsp://127.0.0.1/1, detectors: {thrown-object: {}}}]"
        let warnings = try site("site: a\nhttp: \(http)\n\(camera)\n").warnings
        #expect(warnings.map(\.key) == (warned ? ["http.listen"] : []))
        #expect(warnings.allSatisfy { $0.problem.contains("unencrypted") && !$0.remedy.isEmpty })
    }

    @Test("Detectors of a camera that is switched off are no news")
    func switchedOff() throws {
        let site = try site(
            "site: a\ncameras:\n  - {camera: a, url: a.mp4, enabled: false, detectors: {}}\n"
                + "  - {camera: b, url: rtsp://127.0.0.1/1, detectors: {thrown-object: {}}}\n")
        #expect(site.warnings == [])
    }

    @Test("A file that is not there yet, and alarms kept too briefly, are warned about")
    func filesAndDays() throws {
        let site = try site(
            "site: a\noutbox: {keepDays: 7}\n"
                + "cameras: [{camera: a, url: gone.mp4, detectors: {thrown-object: {}}}]\n")
        #expect(site.warnings.map(\.key) == ["outbox.keepDays", "cameras[0].url"])
        #expect(site.cameras[0].isFile)
    }

    @Test("A buffer too short for the clips is warned about, unless there are none")
    func shortBuffer() throws {
        let cameras =
            "cameras: [{camera: a, url: 'rtsp://127.0.0.1/1', buffer: {seconds: 20}, detectors: {fire: {}}}]\n"
        let with = try site("site: a\n" + cameras).warnings
        #expect(with.map(\.key) == ["cameras[0].buffer"])
        #expect(with.first?.remedy.contains("seconds: 25") == true)
        for clip in ["{before: 10}", "{enabled: false}"] {
            #expect(try site("site: a\nevidence: {clip: \(clip)}\n" + cameras).warnings == [], "\(clip)")
        }
    }

    @Test("Warnings accompany mistakes")
    func withMistakes() throws {
        let text = siteWithCamera("channel: 0\ndetectors: {}")
        #expect {
            try site(text)
        } throws: { error in
            (error as? ConfigurationErrors)?.warnings.map(\.key) == ["cameras[0]"]
        }
    }
}
