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
        #expect(free > 0 && needed == 1 << 50)
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

    @Test("Pictures go when their days are over, unless they are held; nothing else is touched")
    func expires() throws {
        func put(_ day: Double, _ name: String) throws {
            let time = Timestamp(monday.advanced(by: 86_400 * day))
            _ = try store.store(snapshot: [1], event: name, day: time, masked: false)
        }
        try put(0, "old")
        try put(0, "wanted")
        try put(1, "held day")
        try put(2, "last day kept")
        let site = folder.file("evidence/site")
        for extra in ["2026-03-02/wanted.jpg.hold", "2026-03-03/HOLD", "2026-03-02/notes.txt", "readme"] {
            try Data().write(to: URL(fileURLWithPath: "\(site)/\(extra)"))
        }
        // Noon of the thirtieth day after 2026-03-04: that day ended less than thirty days ago.
        let now = monday.advanced(by: 86_400 * 32)
        let expiry = store.deleteExpired(now: now)
        #expect(expiry == EvidenceStore.Expiry(deleted: 1, held: 2, failed: 0))
        #expect(names("2026-03-02") == ["notes.txt", "wanted.jpg", "wanted.jpg.hold"])
        #expect(names("2026-03-03") == ["HOLD", "held day.jpg"])
        #expect(names("2026-03-04") == ["last day kept.jpg"])

        #expect(store.deleteExpired(now: now.advanced(by: 86_400)).deleted == 1)
        #expect(!FileManager.default.fileExists(atPath: "\(site)/2026-03-04"), "an empty day goes too")
        #expect(FileManager.default.fileExists(atPath: "\(site)/readme"))
    }

    @Test("What a crash left half written goes with its day")
    func expiresParts() throws {
        _ = try store.store(snapshot: [1], event: "a", day: Timestamp(monday), masked: false)
        try Data([1]).write(to: URL(fileURLWithPath: folder.file("evidence/site/2026-03-02/b.jpg.part")))
        #expect(store.deleteExpired(now: monday.advanced(by: 86_400 * 60)).deleted == 2)
        #expect(store.deleteExpired(now: monday.advanced(by: 86_400 * 60)) == EvidenceStore.Expiry())
    }
}
