import Testing

@testable import SiteConfig

@Suite struct SyntaxTests {
    private static let cases: [BrokenSite] = [
        BrokenSite(
            "a tab", "site: a\ncameras:\n\t- camera: a\n", line: 3, key: "", problem: "a tab stands", remedy: "spaces"),
        BrokenSite(
            "an open quote", "site: \"a\ncameras: []\n", line: 1, key: "", problem: "quotation mark is not closed",
            remedy: "close the quotation mark"),
        BrokenSite(
            "an open bracket", "site: a\ncameras: [{camera: a}\nworkers: 1\n", line: 2, key: "",
            problem: "bracket is not closed", remedy: "close every `[`"),
        BrokenSite(
            "a second colon", "site: a: b\n", line: 1, key: "", problem: "a second `: `", remedy: "in quotes"),
        BrokenSite(
            "no colon", "site: a\nworkers\nplace: {}\n", line: 3, key: "", problem: "a `: ` is missing",
            remedy: "`key: value`"),
        BrokenSite(
            "a wrong indentation", "site: a\n workers: 1\n", line: 2, key: "", problem: "indented too far",
            remedy: "same indentation"),
        BrokenSite(
            "a value that begins with @", "site: @home\n", line: 1, key: "", problem: "may not begin with",
            remedy: "in quotes"),
        BrokenSite(
            "an undefined alias", "site: *home\n", line: 1, key: "", problem: "stands for nothing", remedy: "&name"),
        BrokenSite(
            "a second document", "site: a\n---\nsite: b\n", line: 2, key: "", problem: "second document",
            remedy: "delete the line `---`"),
        BrokenSite(
            "an unknown escape", "site: \"a\\q\"\n", line: 1, key: "", problem: "escape", remedy: "single quotes"),
        BrokenSite(
            "a control character", "site: a\nworkers: \u{7}\n", line: 2, key: "", problem: "control character",
            remedy: "delete it"),
        BrokenSite(
            "a list entry beside its key", "site: - a\n", line: 1, key: "", problem: "list entry cannot stand here",
            remedy: "a line of its own"),
    ]

    @Test("Text that is no YAML is explained in plain words, at its line", arguments: cases)
    func syntaxIsExplained(_ broken: BrokenSite) throws {
        let found = mistakes(in: broken.text)
        #expect(found.count == 1)
        let mistake = try #require(found.first)
        #expect(mistake.line == broken.line, "\(mistake)")
        #expect(mistake.key == "")
        #expect(mistake.problem.contains(broken.problem), "\(mistake.problem)")
        #expect(mistake.remedy.contains(broken.remedy), "\(mistake.remedy)")
    }

    @Test("Every line that is indented with a tab is named")
    func everyTabIsNamed() {
        let found = mistakes(in: "site: a\ncameras:\n\t- camera: a\n\t  url: b\n  \tname: c\n")
        #expect(found.map(\.line) == [3, 4, 5])
        #expect(found.map(\.column) == [1, 1, 3])
    }

    @Test("A text without content is called empty", arguments: ["", "\n\n", "# only a comment\n", "---\n", "~", "   "])
    func emptyText(_ text: String) {
        #expect(mistakes(in: text) == [.emptyDocument])
    }

    @Test("A short text is read as reliably as a long one")
    func shortText() {
        #expect(mistakes(in: "site: a").map(\.key) == ["cameras"])
        #expect(mistakes(in: "a").map(\.problem) == ["should be a group of keys, not a single value"])
    }

    @Test("Lines end with LF or CRLF alike")
    func lineEnds() {
        let text = "site: a\nworkers: 0\nworkers: 0\ncameras: []\nfoo: 1\n"
        let windows = text.replacing("\n", with: "\r\n")
        #expect(mistakes(in: windows) == mistakes(in: text))
        #expect(mistakes(in: windows).map(\.line) == [3, 3, 5])
    }
}
