import Testing

@testable import Console

/// What is told of a body before it is read.
@Suite struct SetupBodyTests {
    @Test(
        arguments: [
            (#"{"entry": {"a": [[0, 1], [1, 1]]}}"#, true), ("", true), (String(repeating: "[", count: 16), true),
            (String(repeating: "[", count: 17), false), (String(repeating: "[]", count: 1500), true),
            (String(repeating: "[]", count: 1501), false),
            (#"{"a": "\#(String(repeating: "[", count: 99))"}"#, true),
            (#"{"a": "\\\"\#(String(repeating: "{", count: 99))"}"#, true),
            (#"{"a": "\\"\#(String(repeating: "{", count: 99))}"#, false), ("]]]]{", true),
        ] as [(String, Bool)])
    func `Only so many lists and groups are read, and so deep`(body: String, isSimple: Bool) {
        #expect(SetupBody.isSimple(Array(body.utf8)) == isSimple, "\(body.prefix(40))")
    }

    @Test func `A body that would take long to read is refused at once`() async throws {
        let deep = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        let began = ContinuousClock.now
        #expect(!SetupBody.isSimple(Array(#"{"width": 1, "thrown-object": \#(deep)}"#.utf8)))
        #expect(ContinuousClock.now - began < .seconds(1))
    }
}
