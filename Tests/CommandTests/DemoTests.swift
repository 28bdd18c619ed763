import Foundation
import TestSupport
import Testing

@Suite struct DemoTests {
    @Test("The demo rings for a thrown object with its floor and says where the picture is")
    func rings() async throws {
        let folder = try ScratchFolder()
        let outcome = try await Program.run(
            ["demo", "--seconds", "18", "--data", folder.file("data")], folder: Program.checkout)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("from floor 9"))
        let picture = try #require(outcome.output.firstMatch(of: /picture: (.*\.jpg)/)?.1)
        #expect(FileManager.default.fileExists(atPath: String(picture)))
    }

    @Test("Left to itself it takes a folder of its own with a name nobody can know, and leaves no reserve in it")
    func ownFolder() async throws {
        var folders: Set<String> = []
        for _ in 0..<2 {
            let outcome = try await Program.run(["demo", "--seconds", "1"], folder: Program.checkout)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let folder = String(try #require(outcome.output.firstMatch(of: /The queue is in (\S+);/)?.1))
            defer { try? FileManager.default.removeItem(atPath: folder) }
            folders.insert(folder)
            #expect(folder.contains(/tocsin-demo-[A-Za-z0-9]{6}$/))
            let attributes = try FileManager.default.attributesOfItem(atPath: folder)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.contains("outbox.sqlite") && !names.contains("outbox.sqlite.reserve"), "\(names)")
            let list = try await Program.run(["alarms", "list", "--data", folder])
            #expect(list.status == 0, "\(list.errors)")
        }
        #expect(folders.count == 2)
    }

    @Test("Where no folder can be made, the place and the reason are named")
    func noFolder() async throws {
        let outcome = try await Program.run(
            ["demo", "--seconds", "1"], wrapper: ["TMPDIR=/nonexistent"], folder: Program.checkout)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("/nonexistent (No such file or directory)"), "\(outcome.errors)")
        #expect(outcome.errors.contains("--data"))
    }

    @Test("A name with control characters is kept, and printed without them")
    func acknowledgement() async throws {
        let folder = try ScratchFolder()
        let demo = try await Program.run(
            ["demo", "--seconds", "18", "--data", folder.file("data")], folder: Program.checkout)
        #expect(demo.status == 0, "\(demo.errors)")
        let list = try await Program.run(["alarms", "list", "--data", folder.file("data")])
        let id = String(try #require(list.output.firstMatch(of: #/\n([0-9a-f]{8}) /#)?.1))
        let name = "Li\n\u{1B}[31mroot\u{7}"
        let seen = try await Program.run(["alarms", "ack", id, "--by", name, "--data", folder.file("data")])
        #expect(seen.status == 0, "\(seen.errors)")
        #expect(
            seen.output.hasSuffix(" seen by Li[31mroot\n") && seen.output.count { $0 == "\n" } == 1, "\(seen.output)")
        let shown = try await Program.run(["alarms", "show", id, "--data", folder.file("data"), "--format", "json"])
        #expect(shown.output.contains(#"Li\n\u001b[31mroot\u0007"#), "\(shown.output.suffix(200))")
    }
}
