import Console
import Foundation
import SiteConfig
import TestSupport
import Testing
import VideoCore

@testable import tocsin

/// The site's file, its versions and its passwords, with faults and crashes.
@Suite struct SiteFileTests {
    private let folder: ScratchFolder
    private var path: String { folder.file("site.yaml") }
    private var data: String { folder.file("data") }

    init() throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: folder.file("data"), withIntermediateDirectories: true)
        try write("site: a\ncameras:\n  - camera: a\n    url: rtsp://192.0.2.1/1\n")
    }

    private func write(_ text: String, mode: Int = 0o600) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    private var store: SetupStore { SetupStore(path: path, dataDirectory: data) }

    private func change(_ number: Int) -> SetupChange {
        SetupChange(
            revision: "", section: .cameras, id: "a", entry: .object(["url": .string("rtsp://192.0.2.1/\(number)")]))
    }

    private func make(_ change: SetupChange, _ store: SetupStore) async throws {
        let draft = try await store.draft(change)
        #expect(draft.checked.mistakes == [])
        try await store.commit(draft, by: "me")
    }

    @Test("The file keeps its mode, its link and its mark, and every version can be gone back to")
    func versions() async throws {
        try write("\u{FEFF}" + text, mode: 0o640)
        let real = folder.file("real.yaml")
        try FileManager.default.moveItem(atPath: path, toPath: real)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
        let (original, store) = (try Data(contentsOf: URL(fileURLWithPath: real)), store)
        for number in 2...4 { try await make(change(number), store) }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == real)
        let mode = try FileManager.default.attributesOfItem(atPath: real)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o640)
        for _ in 0..<3 { try await store.commit(try await store.undoing(), by: "me") }
        #expect(try Data(contentsOf: URL(fileURLWithPath: real)) == original)
        await #expect(throws: SetupRefusal.nothingToUndo) { try await store.undoing() }
        #expect(try await store.history().versions.map(\.number) == [7, 6, 5, 4, 3, 2, 1])
    }

    @Test("What somebody wrote by hand can be gone back to as well, and a change that was overtaken is refused")
    func byHand() async throws {
        let store = store
        try await make(change(2), store)
        let draft = try await store.draft(change(3))
        try write(text + "# by hand\n")
        await #expect(throws: SetupRefusal.changedMeanwhile) { try await store.commit(draft, by: "me") }
        let hand = text
        #expect(try await store.history().versions.first?.what == "changed outside the console")
        try await make(change(4), store)
        try await store.commit(try await store.undoing(), by: "me")
        #expect(text == hand)
        try await store.commit(try await store.undoing(), by: "me")
        #expect(text.hasSuffix("/2\n"))
    }

    @Test("A crash at any moment leaves the old file or the new one, and a history that can be read")
    func crashes() async throws {
        let store = store
        try await make(change(2), store)
        let index = data + "/config-history/index.json"
        let (before, old) = (try Data(contentsOf: URL(fileURLWithPath: index)), text)
        try await make(change(3), store)
        let new = text
        var pending = try #require(try JSONSerialization.jsonObject(with: before) as? [String: Any])
        let after =
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: index))) as? [String: Any]
        pending["pending"] = (after?["versions"] as? [[String: Any]])?.last
        let halfway = try JSONSerialization.data(withJSONObject: pending)
        for (content, text, last) in [(before, old, 2), (halfway, old, 2), (halfway, new, 3)] {
            try content.write(to: URL(fileURLWithPath: index))
            try write(text)
            try new.write(toFile: data + "/config-history/3.yaml", atomically: true, encoding: .utf8)
            try Data("half".utf8).write(to: URL(fileURLWithPath: folder.file(".site.yaml.new")))
            let versions = try await store.history().versions
            #expect(versions.first?.number == last && versions.first?.current == true)
            try await make(change(9), store)
            #expect(self.text.hasSuffix("/9\n"))
            try await store.commit(try await store.undoing(), by: "me")
            #expect(self.text == text)
        }
    }

    @Test("A history that is damaged is put aside, and begun anew")
    func damaged() async throws {
        let store = store
        try await make(change(2), store)
        try Data("{".utf8).write(to: URL(fileURLWithPath: data + "/config-history/index.json"))
        #expect(try await store.history().versions.isEmpty)
        try await make(change(3), store)
        #expect(try await store.history().versions.count == 2)
        let names = try FileManager.default.contentsOfDirectory(atPath: data + "/config-history")
        #expect(names.contains { $0.hasPrefix("index.json.damaged-") })
    }

    @Test("No more than a hundred versions are kept")
    func limit() async throws {
        let store = store
        for number in 0..<105 { try await make(change(number + 10), store) }
        #expect(try await store.history().versions.count == VersionBook.most)
        let files = try FileManager.default.contentsOfDirectory(atPath: data + "/config-history")
        #expect(files.count == VersionBook.most + 1)
    }

    @Test("Passwords stay as long as a version names their file, and no longer")
    func passwords() async throws {
        let store = store
        func names() -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: folder.file("passwords"))) ?? []).sorted()
        }
        func login(_ password: String) -> SetupChange {
            var change = change(2)
            change.entry?["username"] = .string("u")
            change.entry?["password"] = .string(password)
            return change
        }
        try await make(login("first"), store)
        try await make(login("second"), store)
        #expect(names().count == 2 && !text.contains("first") && !text.contains("second"))
        for name in names() {
            let file = folder.file("passwords/" + name)
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber == 0o600)
        }
        try await store.commit(try await store.undoing(), by: "me")
        #expect(try SiteSettings.load(path: path).cameras.first?.password?.revealed == "first")
        for number in 0..<101 { try await make(change(number + 10), store) }
        #expect(names().isEmpty)
    }

    @Test("A file that cannot be written, or is none, is said to be so, and stays as it is")
    func readOnly() async throws {
        let (original, store) = (text, store)
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
        try FileManager.default.createDirectory(atPath: data + "/config-history", withIntermediateDirectories: false)
        // Not even root replaces a file where there must be a folder.
        try FileManager.default.removeItem(atPath: data + "/config-history")
        try Data().write(to: URL(fileURLWithPath: data + "/config-history"))
        let draft = try await store.draft(change(2))
        let refusal = await #expect(throws: SetupRefusal.self) { try await store.commit(draft, by: "me") }
        if case .unusable(let detail, let remedy)? = refusal {
            #expect(!detail.contains(folder.path) && !remedy.isEmpty)
        } else {
            Issue.record("\(String(describing: refusal))")
        }
        #expect(text == original)
        try FileManager.default.removeItem(atPath: path)
        await #expect(throws: SetupRefusal.self) { try await store.read() }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        await #expect(throws: SetupRefusal.self) { try await store.read() }
    }
}
