import Testing

@testable import SiteConfig

struct ShortLineTests {
    @Test(arguments: [
        ("东门", true), ("Gate \"East\" 🚪", true), (" ", false), ("", false), ("two\nlines", false),
        ("a\u{202E}b", false),
        ("a\u{2028}b", false), ("a\u{85}b", false), (String(repeating: "好", count: 200), true),
        (String(repeating: "好", count: 201), false), ("a" + String(repeating: "\u{301}", count: 2000), false),
    ])
    func `a name shows as it is written, on one line`(text: String, isAccepted: Bool) {
        #expect(ShortLine.accepts(text) == isAccepted)
    }
}
