import Testing

@testable import SiteConfig

@Suite struct SuggestionTests {
    private static let keys = Section.camera.keys
    private static let words: [(String, String?)] = [
        ("transprot", "transport"), ("Transport", "transport"), ("device-code", "deviceCode"),
        ("device_code", "deviceCode"), ("devicecode", "deviceCode"), ("chanel", "channel"), ("detector", "detectors"),
        ("time", "timeouts"), ("ulr", "url"), ("pass", "password"), ("colour", nil), ("", nil), ("x", nil),
        ("--", nil), (String(repeating: "url", count: 100), nil),
    ]

    @Test("The key that was meant is guessed, or none", arguments: words.indices)
    func nearest(_ index: Int) {
        let (word, key) = Self.words[index]
        #expect(Suggestion.nearest(to: word, in: Self.keys) == key)
    }

    @Test("Distances count insertions, deletions, replacements and swaps")
    func distances() {
        let pairs: [(String, String, Int)] = [
            ("", "", 0), ("abc", "", 3), ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abd", 1),
            ("abc", "abcd", 1), ("kitten", "sitting", 3), ("ca", "abc", 3),
        ]
        for (first, second, distance) in pairs {
            #expect(Suggestion.distance(Array(first), Array(second)) == distance, "\(first) \(second)")
        }
    }

    @Test("Choices read as a sentence")
    func choices() {
        #expect(Suggestion.choice([]) == "")
        #expect(Suggestion.choice(["a"]) == "a")
        #expect(Suggestion.choice(["a", "b"]) == "a or b")
        #expect(Suggestion.choice(["a", "b", "c"]) == "a, b or c")
    }
}

@Suite struct ByteSizeTests {
    @Test("Sizes with binary units are read")
    func valid() throws {
        let sizes: [(String, Int)] = [
            ("1KiB", 1024), ("64KiB", 65_536), ("256MiB", 256 << 20), ("1.5GiB", 3 << 29), ("0.5MiB", 1 << 19),
            ("8 MiB", 8 << 20), ("0KiB", 0),
        ]
        for (text, bytes) in sizes { #expect(try ByteSize.bytes(in: text).get() == bytes, "\(text)") }
    }

    @Test("What is no size is refused with its reason")
    func refused() {
        let texts: [(String, ByteSize.Refusal)] = [
            ("100", .noUnit), ("256MB", .ambiguousUnit(suggested: "256MiB")), ("1g", .ambiguousUnit(suggested: "1GiB")),
            ("5 k", .ambiguousUnit(suggested: "5KiB")), ("", .malformed), ("MiB", .malformed), ("-1MiB", .malformed),
            ("1.2.3MiB", .malformed), ("5parsec", .malformed), ("99999999999GiB", .malformed), ("٣MiB", .malformed),
        ]
        for (text, refusal) in texts {
            #expect(throws: refusal, "\(text)") { try ByteSize.bytes(in: text).get() }
        }
    }

    @Test("Sizes are written with the largest unit that divides them")
    func written() {
        let sizes = [
            (1 << 30, "1GiB"), (1536 << 20, "1536MiB"), (1 << 10, "1KiB"), (1000, "1000 bytes"), (0, "0 bytes"),
        ]
        for (bytes, text) in sizes { #expect(ByteSize.text(bytes) == text) }
    }
}

@Suite struct RepeatedKeysTests {
    @Test("The earlier key is marked without moving anything else")
    func marking() {
        var keys = RepeatedKeys()
        let text = "a: 1\nbé: {name: 1, name: 2}\n"
        let marked = keys.marked(text, name: "name", line: 2, column: 6)
        #expect(marked == "a: 1\nbé: {\u{E000}ame: 1, name: 2}\n")
        #expect(keys.marker(of: "\u{E000}ame") == "\u{E000}")
        #expect(keys.marker(of: "name") == nil)
        #expect(keys.entries["\u{E000}"]?.name == "name")
    }

    @Test("Nothing is marked where that cannot be done safely")
    func refusing() {
        var keys = RepeatedKeys()
        #expect(keys.marked("a: 1", name: "a", line: 9, column: 1) == nil)
        #expect(keys.marked("a: 1", name: "a", line: 1, column: 9) == nil)
        #expect(keys.marked("\u{E000}: 1", name: "a", line: 1, column: 1) == nil)
        #expect(keys.marked(" a: 1", name: "a", line: 1, column: 1) == nil)
        #expect(keys.entries.isEmpty)
    }
}
