import Testing

@testable import SiteConfig

/// Texts made to exhaust whoever reads them.
@Suite(.timeLimit(.minutes(20))) struct HostileTextTests {
    /// Lists of `width` aliases to the list before, `depth` times: width^depth values.
    private static func bomb(width: Int, depth: Int) -> String {
        var text = "a0: &a0 [x, x]\n"
        for level in 1...depth {
            let aliases = Array(repeating: "*a\(level - 1)", count: width).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        return text
    }

    @Test("A billion aliases are refused")
    func aliasBomb() throws {
        let found = mistakes(in: Self.bomb(width: 9, depth: 12))
        #expect(found.count == 1)
        #expect(found.first?.problem.contains("more than 500000 values") == true, "\(found)")
        #expect(found.first?.remedy.contains("fewer aliases") == true)
    }

    @Test(
        "A billion aliases within a key are refused before they are hashed",
        arguments: ["? *a20\n: 1\n", "*a20 : 1\n", "b: {[*a20, *a20]: 1}\n", "b: {? [*a20] : 1}\n", "b: [*a20]: 1\n"])
    func aliasBombInKey(_ key: String) {
        let found = mistakes(in: Self.bomb(width: 2, depth: 20) + key)
        #expect(found.count == 1)
        #expect(found.first?.problem == "a key is a list, a mapping or an alias", "\(found)")
        #expect(found.first?.line == 22)
    }

    @Test("Complex keys without end are refused")
    func complexKeys() {
        #expect(mistakes(in: String(repeating: "? ", count: 900) + "x").map(\.remedy) == ["write keys as plain words"])
    }

    @Test(
        "Brackets, lists and groups without end are refused",
        arguments: ["[", "{a: ", "- ", "[[[", "{"].map { String(repeating: $0, count: 200_000) })
    func deepNesting(_ text: String) {
        let found = mistakes(in: text)
        #expect(found.count == 1, "\(found.prefix(3))")
        #expect(found.first?.problem.contains("too deep") == true, "\(found)")
    }

    @Test("Values more than 32 levels deep are refused")
    func depth() {
        let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
        let found = mistakes(in: "site: \(deep)\n")
        #expect(found.map(\.problem) == ["values lie more than 32 levels deep"])
        #expect(found.first?.line == 1)
    }

    @Test("Few aliases with a complex key are merely an unknown key")
    func harmlessAliases() {
        let found = mistakes(in: "site: &s a\ncameras: []\n*s : 1\n")
        #expect(found.map(\.problem) == ["unknown key"])
    }

    @Test("An address with brackets is no complex key, even beside many aliases")
    func bracketsInAddress() throws {
        let cameras = (0..<20).map { "  - {camera: c\($0), url: *u}\n" }.joined()
        let text = "site: a\ncameras:\n  - camera: c\n    url: &u rtsp://[::1]:554/a\n" + cameras
        #expect(try site(text).cameras.count == 21)
    }

    @Test("A key of any length does not slow the guessing")
    func longKey() {
        let key = String(repeating: "x", count: 1000)
        let found = mistakes(in: "site: a\ncameras: []\n\"\(key)\": 1\n")
        #expect(found.map(\.key) == ["(a key)"])
        #expect(found.first?.remedy.hasPrefix("known here: ") == true)
    }

    @Test("Twenty thousand unknown keys are not all guessed at")
    func manyUnknownKeys() {
        let text = (0..<20_000).map { "k\($0): 1\n" }.joined()
        #expect(mistakes(in: text).count == Diagnosis.mostMistakes)
    }

    @Test("A list of half a million values is refused")
    func manyValues() {
        let found = mistakes(in: "site: [" + String(repeating: "1,", count: 600_000) + "1]\n")
        #expect(found.first?.problem.contains("more than 500000 values") == true)
    }
}
