import Testing
import VideoCore

@testable import SiteConfig

/// Passwords on their way to a page and back.
@Suite struct LoginTests {
    private func object(_ pairs: (String, String)...) -> JSONValue {
        .object(Dictionary(uniqueKeysWithValues: pairs.map { ($0.0, .string($0.1)) }))
    }

    private func settled(_ sent: JSONValue, stored: JSONValue?) throws -> (entry: JSONValue, password: String?) {
        let (entry, password) = try EntryLogin.settled(
            sent, stored: stored, in: .cameras, passwordFile: "passwords/new")
        return (entry, password?.revealed)
    }

    private static let plain = JSONValue.object([
        "camera": .string("a"), "url": .string("rtsp://h/1"), "username": .string("guard"),
        "password": .string("s3cret"),
    ])
    private static let inURL = JSONValue.object([
        "camera": .string("a"), "url": .string("rtsp://guard:p@ss:1@h:554/1?channel=1"),
    ])
    private static let inFile = JSONValue.object([
        "url": .string("rtsp://h/1"), "username": .string("guard"), "passwordFile": .string("a.password"),
    ])

    @Test("An entry is shown without its password, wherever that stands", arguments: [plain, inURL, inFile])
    func shown(stored: JSONValue) throws {
        let login = EntryLogin(of: stored, in: .cameras)
        #expect(login.hasPassword && login.shown["username"] == .string("guard"))
        #expect(
            login.shown["password"] == nil && !"\(login.shown)".contains("s3cret") && !"\(login.shown)".contains("p@ss")
        )
        // As it was shown, so it may come back.
        let (entry, password) = try settled(login.shown, stored: stored)
        #expect(entry == stored && password == nil)
    }

    @Test("A password that is sent goes into a file, and never stays in the entry")
    func sent() throws {
        for stored in [nil, Self.plain, Self.inURL, Self.inFile] {
            var sent = object(("camera", "a"), ("url", "rtsp://h/2"), ("username", "u"))
            sent["password"] = .string("n3w")
            let (entry, password) = try settled(sent, stored: stored)
            #expect(password == "n3w" && entry["password"] == nil && entry["passwordFile"] == .string("passwords/new"))
        }
        let (entry, password) = try settled(object(("url", "rtsp://u:n3w@h/2")), stored: nil)
        #expect(
            password == "n3w"
                && entry == object(("url", "rtsp://h/2"), ("username", "u"), ("passwordFile", "passwords/new")))
    }

    @Test(
        "A password stays for the same name at the same place, whatever else changes",
        arguments: [plain, inURL, inFile])
    func kept(stored: JSONValue) throws {
        var sent = EntryLogin(of: stored, in: .cameras).shown
        sent["name"] = .string("东门")
        #expect(try settled(sent, stored: stored).entry["name"] == .string("东门"))
        let authority = stored == Self.inURL ? "h:554" : "h"
        sent["url"] = .string("rtsp://\(authority)/other")
        let (entry, password) = try settled(sent, stored: stored)
        #expect(entry["url"] == .string("rtsp://\(authority)/other"))
        #expect(password == (stored == Self.inURL ? "p@ss:1" : nil))
        #expect(entry["passwordFile"] != nil || entry["password"] != nil)
    }

    @Test(
        "A password does not go to another place, or with another name; nor is a file of this machine chosen",
        arguments: [
            [("url", "rtsp://other/1"), ("username", "guard")], [("url", "rtsp://h/1"), ("username", "admin")],
            [("url", "http://h/1"), ("username", "guard")],
            [("url", "rtsp://h/1"), ("username", "guard"), ("passwordFile", "/etc/shadow")], [("url", "/etc/passwd")],
            [("url", "rtsp://h/1"), ("username", "guard"), ("password", "a\nb")],
        ])
    func refused(pairs: [(String, String)]) {
        let sent = JSONValue.object(Dictionary(uniqueKeysWithValues: pairs.map { ($0.0, .string($0.1)) }))
        for stored in [Self.plain, Self.inFile] {
            #expect(throws: ConfigurationEdit.Refusal.self) { try settled(sent, stored: stored) }
        }
    }

    @Test("How a door is held neither shows its secrets nor changes from a page")
    func doors() throws {
        func entry(_ door: JSONValue) -> JSONValue {
            .object(["url": .string("rtsp://h/1"), "detectors": .object(["ebike": .object(["holdDoor": door])])])
        }
        let door = JSONValue.object(["mqtt": object(("url", "mqtts://b"), ("password", "s3cret"), ("topic", "t"))])
        let stored = entry(door)
        let shown = EntryLogin(of: stored, in: .cameras).shown
        #expect(!"\(shown)".contains("s3cret"))
        #expect(try settled(shown, stored: stored).entry == stored)
        #expect(throws: ConfigurationEdit.Refusal.self) {
            try settled(entry(object(("relay", "/etc/x"))), stored: stored)
        }
        #expect(throws: ConfigurationEdit.Refusal.self) { try settled(entry(object(("relay", "/etc/x"))), stored: nil) }
    }

    @Test("A difference shows no password, in whatever form it stands in the file")
    func difference() {
        let old = """
            nvrs: [{id: n, username: u, password: "flow s3cret"}]
            cameras:
              - camera: a
                url: rtsp://guard:p@ss:s3cret@h/1   # old
                password: plain s3cret   # old
                passwordFile: b.password
              - camera: b
                url: "http://h/x?user=a&password=s3cret&channel=1"
                password: |
                  block s3cret

            """
        let new = old.replacing("camera: a", with: "camera: c").replacing("# old", with: "# new")
        let diff = UnifiedDiff(from: old, to: new, name: "site.yaml").text
        #expect(
            !diff.contains("s3cret") && diff.contains("•••@h/1") && diff.contains("channel=1"))
        #expect(diff.contains("-  - camera: a\n+  - camera: c\n") || diff.contains("-  - camera: a\n"))
    }

    @Test(
        "A difference is one that patch understands",
        arguments: [
            ("a\n", "b\n", "@@ -1,1 +1,1 @@\n-a\n+b\n"), ("", "b\n", "@@ -0,0 +1,1 @@\n+b\n"),
            ("a\n", "", "@@ -1,1 +0,0 @@\n-a\n"),
            ("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\n6\n7\n8\n", "@@ -6,4 +6,3 @@\n 6\n 7\n 8\n-9\n"),
            (
                "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\nx\n",
                "@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -7,3 +8,4 @@\n 7\n 8\n 9\n+x\n"
            ),
        ])
    func unified(old: String, new: String, expected: String) {
        #expect(UnifiedDiff(from: old, to: new, name: "f").text == "--- f\n+++ f\n" + expected)
        #expect(UnifiedDiff(from: old, to: old, name: "f").text.isEmpty)
    }
}
