import Testing
import VideoCore

@testable import tocsin

/// What history and audit log say of a changed entry.
@Suite struct EntryChangeTests {
    private static let old = JSONValue.object([
        "camera": .string("gate"), "url": .string("rtsp://h/1"),
        "detectors": .object(["ebike": .object(["door": .number(1), "dwell": .number(2)]), "quality": .object([:])]),
    ])

    private func keys(_ change: (inout JSONValue) -> Void, hasNewPassword: Bool = false) -> String {
        var new = Self.old
        change(&new)
        return EntryChange.keys(from: Self.old, to: new, hasNewPassword: hasNewPassword)
    }

    @Test func `Keys that differ are named, in groups down to the one that differs, in order`() {
        #expect(keys { $0["url"] = .string("rtsp://secret@h/1") } == ": url")
        #expect(
            keys {
                $0["name"] = .string("a")
                $0["detectors"] = .object(["ebike": .object(["door": .number(7), "dwell": .number(2)])])
            } == ": detectors.ebike.door, detectors.quality, name")
        #expect(keys({ $0["url"] = nil }, hasNewPassword: true) == ": url, password")
    }

    @Test func `Nothing is said where nothing differs, or an entry comes or goes`() {
        #expect(keys { _ in } == "")
        #expect(EntryChange.keys(from: nil, to: Self.old, hasNewPassword: true) == "")
        #expect(EntryChange.keys(from: Self.old, to: nil, hasNewPassword: false) == "")
    }

    @Test func `Many are counted`() {
        let said = keys { entry in for number in 0..<11 { entry["k\(number)"] = .null } }
        #expect(said.hasSuffix(" and 3 more"))
    }
}
