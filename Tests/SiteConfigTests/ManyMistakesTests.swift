import Testing

@testable import SiteConfig

@Suite struct ManyMistakesTests {
    private static let text = """
        site: east garden
        workers: 0
        evidence: {keepDays: 30, keepDays: 31}
        cameras:
          - camera: a
            url: rtsp://127.0.0.1/1
            transport: upd
            transport: udp
            detectors:
              thrown-object: {facade: [[0, 0], [2, 0]], floorhight: 3}
          - camera: a
        """

    @Test("All mistakes are found in one go, in the order of the file")
    func allAtOnce() {
        let found = mistakes(in: Self.text)
        #expect(
            found.map { "\($0.line ?? 0) \($0.key)" } == [
                "1 site", "2 workers", "3 evidence.keepDays", "8 cameras[0].transport",
                "10 cameras[0].detectors.thrown-object.facade[1][0]",
                "10 cameras[0].detectors.thrown-object.floorhight", "11 cameras[1].url", "11 cameras[1].camera",
            ])
    }

    @Test("A mistake is printed as one line that editors can jump to")
    func printedForm() throws {
        let mistake = try #require(mistakes(in: "site: a\ncameras: []\nworkers: 0\n").first)
        #expect(
            mistake.text(file: "site.yaml")
                == "site.yaml:3:10: workers: “0” is out of range. Remedy: write a whole number, 1…1024.")
        #expect(mistake.text(file: "s", label: "warning: ").hasPrefix("s:3:10: warning: workers: "))
        let whole = Mistake(problem: "there is no such file", remedy: "did you mean `b`?")
        #expect(whole.text(file: "a") == "a: there is no such file. Remedy: did you mean `b`?")
        let errors = ConfigurationErrors(file: "a", mistakes: [whole, mistake])
        #expect(errors.description.split(separator: "\n").count == 2)
    }

    @Test("A list of mistakes ends at a hundred")
    func manyMistakes() {
        let cameras = (0..<300).map { "  - {camera: c\($0), nonsense: 1}\n" }.joined()
        #expect(mistakes(in: "site: a\ncameras:\n" + cameras).count == Diagnosis.mostMistakes)
    }

    @Test("A key written twice where nobody looks is named all the same")
    func repeatedInUnknownPlace() {
        let found = mistakes(in: "site: a\ncameras: []\nextra: {x: 1, x: 2}\n")
        #expect(found.map(\.key) == ["extra", "x"])
        #expect(found.map(\.problem) == ["unknown key", "the key is written twice in one mapping"])
    }

    @Test("More repeated keys than are looked for still give mistakes, not a hang")
    func manyRepeatedKeys() {
        let text = "site: a\ncameras: []\n" + String(repeating: "workers: 1\n", count: 500)
        #expect(mistakes(in: text).map(\.problem) == ["a key is written twice in one mapping"])
    }

    @Test(
        "A repeated key is found in any spelling",
        arguments: [
            "\"site\": a\nsite: b\n", "'site': a\n'site': b\n", "site: a\n\"s\\u0069te\": b\n",
            "? site\n: a\nsite: b\n",
        ])
    func repeatedSpellings(_ text: String) {
        let found = mistakes(in: text + "cameras: []\n")
        #expect(found.contains { $0.problem.contains("written twice") }, "\(found)")
    }
}
