import Crypto
import Foundation
import Testing
import VideoCore

@testable import Alarms

@Suite("The evidence folder")
struct EvidenceStoreTests {
    let folder: TemporaryFolder
    let store: EvidenceStore

    init() throws {
        folder = try TemporaryFolder()
        store = Self.store(folder)
    }

    private static func store(_ folder: TemporaryFolder, change: (inout EvidenceSettings) -> Void = { _ in })
        -> EvidenceStore
    {
        var settings = EvidenceSettings(folder: folder.file("evidence/site"))
        settings.minimumFreeBytes = 0
        change(&settings)
        return EvidenceStore(settings)
    }

    private func names(_ day: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.file("evidence/site/\(day)"))) ?? []).sorted()
    }

    @Test("A picture lies where its URI says, whole and with its hash")
    func stores() throws {
        let bytes = (0..<5000).map { UInt8($0 % 251) }
        let evidence = try store.store(snapshot: bytes, event: "abc-open", day: Timestamp(monday), masked: true)
        #expect(evidence.uri == "file:2026-03-02/abc-open.jpg")
        #expect(evidence.kind == .snapshot && evidence.masked && evidence.bytes == 5000)
        let path = folder.file("evidence/site/") + evidence.uri.dropFirst("file:".count)
        let stored = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(Array(stored) == bytes)
        #expect(evidence.sha256 == SHA256.hash(data: stored).map { String(format: "%02x", $0) }.joined())
        #expect(names("2026-03-02") == ["abc-open.jpg"], "nothing half done is left")
    }

    @Test("Stored again, a picture is replaced whole")
    func replaces() throws {
        for bytes in [[UInt8](repeating: 1, count: 100), [2]] {
            _ = try store.store(snapshot: bytes, event: "a", day: Timestamp(monday), masked: false)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("evidence/site/2026-03-02/a.jpg"))) == Data([2]))
    }

    @Test("When too little is free the picture is refused with the figures")
    func refusesSpace() throws {
        let greedy = Self.store(folder) { $0.minimumFreeBytes = 1 << 50 }
        let error = #expect(throws: EvidenceError.self) {
            try greedy.store(snapshot: [1], event: "a", day: Timestamp(monday), masked: false)
        }
        guard case .diskFull(_, let free, let needed) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(free > 0 && needed == 1 << 49)
        #expect(names("2026-03-02") == [])
    }

    @Test("A folder that cannot be made is said, with the reason of the system")
    func refusesFolder() throws {
        try Data().write(to: URL(fileURLWithPath: folder.file("evidence")))
        let error = #expect(throws: EvidenceError.self) {
            try store.store(snapshot: [1], event: "a", day: Timestamp(monday), masked: false)
        }
        #expect(error?.description.contains("evidence") == true)
    }

    @Test("Clips are refused before pictures: these may use half of what must stay free")
    func order() throws {
        let free = try DurableFile.freeBytes(at: folder.path)
        let tight = Self.store(folder) { $0.minimumFreeBytes = free + free / 2 }
        try tight.checkSpace(of: .snapshot)
        for kind in [Evidence.Kind.clip, .rawClip] {
            #expect(throws: EvidenceError.self) { try tight.checkSpace(of: kind) }
        }
    }

    @Test("The priority stands in the name, and every name can be read again")
    func priorities() throws {
        let evidence = try store.store(
            snapshot: [1], event: "abc-open", day: Timestamp(monday), masked: true, priority: 3)
        #expect(evidence.uri == "file:2026-03-02/abc-open.p3.jpg")
        for (file, kind, priority) in [
            ("a-open.p2.jpg", Evidence.Kind.snapshot, 2), ("a.p1.mp4", .clip, 1), ("a.p4.mp4.enc", .rawClip, 4),
            ("a-open.jpg", .snapshot, nil), ("a.p9.jpg", .snapshot, nil),
        ] {
            let name = EvidenceName(file: file, day: "2026-03-02")
            #expect(name?.kind == kind && name?.priority == priority && name?.file == file, "\(file)")
        }
        for uri in [
            "file:../a.jpg", "file:2026-03-02/../a.jpg", "file:2026-03-02/.a.jpg", "2026-03-02/a.jpg",
            "file:/etc/a.jpg",
            "file:2026-03-02/a.txt", "file:2026-03-02/.jpg", "file:x/a.jpg", "file:2026-03-02//a.jpg",
        ] { #expect(EvidenceName(uri: uri) == nil, "\(uri)") }
    }

    @Test("What a crash left half written goes at the start, and nothing else does")
    func removesUnfinished() throws {
        _ = try store.store(snapshot: [1], event: "a", day: Timestamp(monday), masked: false)
        let site = folder.file("evidence/site")
        for name in [
            "2026-03-02/b.p2.mp4.part", "2026-03-02/c.p2.mp4.enc.part", ".spool-1.part", "2026-03-02/notes.txt",
        ] {
            try Data([1]).write(to: URL(fileURLWithPath: "\(site)/\(name)"))
        }
        store.removeUnfinished()
        #expect(names("2026-03-02") == ["a.jpg", "notes.txt"])
        #expect(!FileManager.default.fileExists(atPath: "\(site)/.spool-1.part"))
    }

    @Test("A folder deleted by hand is made again")
    func madeAgain() throws {
        _ = try store.store(snapshot: [1], event: "a", day: Timestamp(monday), masked: false)
        try FileManager.default.removeItem(atPath: folder.file("evidence"))
        _ = try store.store(snapshot: [1], event: "b", day: Timestamp(monday), masked: false)
        #expect(names("2026-03-02") == ["b.jpg"])
    }

    @Test("A link in place of a day is neither written through nor looked into; the folder itself may be one")
    func links() throws {
        let elsewhere = folder.file("elsewhere")
        try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
        try Data([9]).write(to: URL(fileURLWithPath: elsewhere + "/old.p4.jpg"))
        try FileManager.default.createDirectory(
            atPath: folder.file("evidence/site"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("evidence/site/2026-03-02"), withDestinationPath: elsewhere)
        #expect(throws: EvidenceError.self) {
            try store.store(snapshot: [1], event: "a", day: Timestamp(monday), masked: false)
        }
        #expect(store.files() == [])
        #expect(try store.remove(try #require(EvidenceName(uri: "file:2026-03-02/old.p4.jpg"))) == false)
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere) == ["old.p4.jpg"])

        try FileManager.default.createSymbolicLink(atPath: folder.file("linked"), withDestinationPath: elsewhere)
        let linked = EvidenceStore(EvidenceSettings(folder: folder.file("linked")))
        let stored = try linked.store(snapshot: [1], event: "a", day: Timestamp(monday), masked: false)
        #expect(FileManager.default.fileExists(atPath: elsewhere + "/" + stored.uri.dropFirst(5)))
    }
}
