import Testing
import Yams

@testable import SiteConfig

@Suite struct KeyGuardTests {
    /// Aliases enough to make the guard look at keys at all.
    private static let aliases = "a: &a 1\nb: [" + Array(repeating: "*a", count: 17).joined(separator: ",") + "]\n"

    private static let keys: [(text: String, isRefused: Bool)] = [
        ("plain: 1\n", false), ("\"quoted\": 1\n", false), ("x: [1, 2]\n", false), ("x: {y: 1}\n", false),
        ("url: rtsp://[::1]:554/a\n", false), ("url: http://h/a?b=c\n", false), ("x: *a\n", false),
        ("*a : 1\n", true), ("*a: 1\n", true), ("[x]: 1\n", true), ("{x: 1} : 1\n", true), ("? x\n: 1\n", true),
        ("x: {[1]:2}\n", true), ("x: [1]\t: 2\n", true),
    ]

    @Test("Beside many aliases, keys must be plain words", arguments: keys.indices)
    func keysBesideAliases(_ index: Int) {
        let (text, isRefused) = Self.keys[index]
        let complaint = KeyGuard.complaint(about: Self.aliases + text)
        #expect((complaint != nil) == isRefused)
        #expect(complaint.map { $0.line == 3 } ?? true)
        #expect(KeyGuard.complaint(about: text) == nil, "without aliases nothing can explode")
    }

    @Test("Stars within words are no aliases")
    func starsInWords() {
        let text = String(repeating: "a: 2*3\n", count: 50) + "[x]: 1\n"
        #expect(KeyGuard.complaint(about: text) == nil)
    }

    @Test("The ends of a text are safe to look at", arguments: ["", "*", "?", "]", "}", "]:", "*a", ":", "*\n", "]  "])
    func shortTexts(_ text: String) {
        #expect(KeyGuard.complaint(about: text) == nil)
    }
}

@Suite struct SurveyTests {
    private static func survey(_ text: String) throws -> Survey {
        Survey(try #require(try Parser(yaml: text, resolver: .basic).singleRoot()))
    }

    @Test("Passwords are learnt wherever they lie below a key that says so")
    func learnsPasswords() throws {
        let survey = try Self.survey(
            """
            password: first-secret
            cameras:
              - {Password: second-secret, name: public-name}
              - {passwords: [third-secret, {deep: fourth-secret}]}
              - {url: "rtsp://user:fifth@secret@host/path", pwd: sixth-secret}
            """)
        #expect(survey.complaint == nil)
        for word in ["first", "second", "third", "fourth", "sixth"] {
            #expect(survey.secrets.quoted("x \(word)-secret") == "the value", "\(word)")
        }
        #expect(survey.secrets.quoted("fifth") == "“fifth”")
        #expect(survey.secrets.shownKey("sixth-secret") == "(a key)")
        #expect(survey.secrets.quoted("public-name") == "“public-name”")
    }

    @Test("A document of ordinary depth and size is accepted, one level too deep is not")
    func limits() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(try Self.survey(nested(Survey.deepest + 1)).complaint == nil)
        let complaint = try #require(try Self.survey(nested(Survey.deepest + 2)).complaint)
        #expect(complaint.column == Survey.deepest + 2)
    }

    @Test("Values are counted as often as aliases repeat them")
    func countsAliases() throws {
        let thousand = "a: &a [" + String(repeating: "1,", count: 999) + "1]\n"
        let repeats = { (count: Int) in thousand + "b: [" + String(repeating: "*a,", count: count) + "]\n" }
        #expect(try Self.survey(repeats(490)).complaint == nil)
        #expect(try Self.survey(repeats(510)).complaint?.problem.contains("500000") == true)
    }
}

@Suite struct ComplaintTests {
    @Test(
        "What the YAML library says without a translation still gives a place and something to do",
        arguments: ["%YAML 3.0\n---\nsite: a\n", "%FOO\nsite: a\n", "site: !<tag a\n"])
    func untranslated(_ text: String) throws {
        let found = mistakes(in: text)
        #expect(found.count == 1)
        let mistake = try #require(found.first)
        #expect((1...3).contains(try #require(mistake.line)))
        #expect(mistake.remedy.contains("samples/site.yaml"), "\(mistake)")
    }

    @Test("An error of the YAML library without a place is a mistake of the whole file")
    func withoutPlace() {
        for error in [YamlError.memory, YamlError.writer(problem: "x"), YamlError.no] {
            let found = YAMLComplaints.mistakes(for: error, in: "a: 1\n")
            #expect(
                found == [Mistake(problem: "the file cannot be read as YAML", remedy: "compare with samples/site.yaml")]
            )
        }
    }

    @Test("What is never closed is named where it begins, however long the text goes on")
    func placeOfTheBeginning() {
        let rest = String(repeating: "c: 1\n", count: 50)
        #expect(mistakes(in: "a: 1\nb: \"x\n" + rest).map(\.line) == [2])
        #expect(mistakes(in: "a: 1\nb: [x\n" + rest).map(\.line) == [2])
        #expect(mistakes(in: "a: 1\nb: {x: 1\n" + rest).map(\.line) == [2])
    }

    @Test("No place lies behind the end of the text")
    func placeWithinTheText() {
        for text in ["a: [\nb", "a: \"", "{", "a: 'x\ny", "- [", "a: !<"] {
            let lines = text.split(separator: "\n").count
            let found = mistakes(in: text)
            #expect(!found.isEmpty && found.allSatisfy { $0.line.map { $0 <= lines } ?? true }, "\(text): \(found)")
        }
    }
}
