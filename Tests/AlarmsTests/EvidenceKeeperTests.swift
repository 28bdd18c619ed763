import Foundation
import Glibc
import Synchronization
import Telemetry
import Testing
import VideoCore

@testable import Alarms

@Suite("Deleting evidence")
struct EvidenceKeeperTests {
    let folder: TemporaryFolder
    let store: EvidenceStore
    private let metrics = Metrics()

    init() throws {
        folder = try TemporaryFolder()
        var settings = EvidenceSettings(folder: folder.file("evidence"))
        settings.minimumFreeBytes = 0
        store = EvidenceStore(settings)
    }

    /// Deletions that the audit log was told of; it may refuse.
    private final class Log: Sendable {
        struct Refusal: Error {}
        let told = Mutex<[EvidenceDeletion]>([])
        let refuses = Mutex(false)

        var uris: [String] { told.withLock { $0.map(\.uri) } }

        func note(_ deletion: EvidenceDeletion) throws {
            if refuses.withLock({ $0 }) { throw Refusal() }
            told.withLock { $0.append(deletion) }
        }
    }

    private func put(_ day: Double, _ name: String, priority: Int? = 3, in store: EvidenceStore? = nil, bytes: Int = 1)
        throws
    {
        let time = Timestamp(monday.advanced(by: 86_400 * day))
        _ = try (store ?? self.store).store(
            snapshot: [UInt8](repeating: 7, count: bytes), event: name, day: time, masked: false, priority: priority)
    }

    private func names(_ day: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.file("evidence/\(day)"))) ?? []).sorted()
    }

    @Test("What is past its time goes a day at a time, unless it is held; each is in the log with its hash")
    func expires() async throws {
        let log = Log()
        try put(0, "old")
        try put(0, "wanted")
        try put(0, "urgent", priority: 1)
        try put(1, "held day")
        try put(2, "next")
        for extra in ["2026-03-02/wanted.p3.jpg.hold", "2026-03-03/HOLD", "2026-03-02/notes.txt"] {
            try Data().write(to: URL(fileURLWithPath: folder.file("evidence/\(extra)")))
        }
        let keeper = EvidenceKeeper(store, metrics: metrics) { try log.note($0) }
        let start = ContinuousClock.now
        // The date is far from the newest evidence: it must be believed first.
        let now = monday.advanced(by: 86_400 * 34)
        #expect(await keeper.expire(now: now, instant: start).clockIsDoubted)
        #expect(log.uris.isEmpty)
        let first = await keeper.expire(now: now.advanced(by: 86_400), instant: start + .seconds(86_400))
        #expect(first.deleted == [.age: 1] && first.failed == 0)
        #expect(names("2026-03-02") == ["notes.txt", "urgent.p1.jpg", "wanted.p3.jpg", "wanted.p3.jpg.hold"])
        #expect(names("2026-03-03") == ["held day.p3.jpg", "HOLD"].sorted())
        let second = await keeper.expire(now: now.advanced(by: 90_000), instant: start + .seconds(90_000))
        #expect(second.deleted == [.age: 1])
        #expect(!FileManager.default.fileExists(atPath: folder.file("evidence/2026-03-04")), "an empty day goes too")
        #expect(log.uris == ["file:2026-03-02/old.p3.jpg", "file:2026-03-04/next.p3.jpg"])
        // SHA-256 of the single byte 7.
        let hash = "ca358758f6d27e6cf45272937977a748fd88391db679ceda7dc7bf1f005ee879"
        #expect(log.told.withLock { $0.allSatisfy { $0.sha256 == hash } })
        #expect(
            metrics.prometheusText().contains(#"tocsin_evidence_deleted_total{kind="snapshot",reason="age"} 2"#))
    }

    @Test("A hold by alarm keeps all that shows it, also what comes later, until it is released")
    func holds() async throws {
        let alarm = AlarmID("0e9b4d6a-0000-8000-8000-000000000001")
        try put(0, "\(alarm)-open")
        try store.hold(alarm, day: Timestamp(monday))
        try put(0, "\(alarm)-close")
        try put(0, "other-open")
        let plan = RetentionPlan(store.settings)
        let later = Timestamp(monday.advanced(by: 86_400 * 60))
        #expect(plan.expired(store.files(), now: later).map(\.name.owner) == ["other-open"])
        #expect(try store.release(alarm, day: Timestamp(monday)))
        #expect(try store.release(alarm, day: Timestamp(monday)) == false)
        #expect(plan.expired(store.files(), now: later).count == 3)
        #expect(throws: EvidenceError.self) { try store.hold(alarm, day: Timestamp(monday.advanced(by: 86_400))) }
    }

    @Test("What cannot be written into the log is not deleted by age")
    func logFirst() async throws {
        let log = Log()
        log.refuses.withLock { $0 = true }
        try put(0, "old")
        let keeper = EvidenceKeeper(store) { try log.note($0) }
        let start = ContinuousClock.now
        _ = await keeper.expire(now: monday, instant: start)
        let later = monday.advanced(by: 86_400 * 40)
        let expiry = await keeper.expire(now: later, instant: start + .seconds(86_400 * 40))
        #expect(expiry.failed == 1 && expiry.deleted.isEmpty && expiry.trouble != nil)
        #expect(names("2026-03-02") == ["old.p3.jpg"])
    }

    @Test(
        "A full disk sheds the least wanted, tells of what the law would keep, and makes up the log when it can grow",
        .enabled(if: SmallDisk.isPossible, "mounting needs root"))
    func fullDisk() async throws {
        let disk = try SmallDisk(.memory, bytes: 12 << 20)
        var settings = EvidenceSettings(folder: disk.path + "/evidence")
        settings.minimumFreeBytes = 4 << 20
        let store = EvidenceStore(settings)
        let log = Log()
        let keeper = EvidenceKeeper(store) { try log.note($0) }
        func clip(_ name: String, priority: Int, bytes: Int = 1 << 20) throws {
            let name = EvidenceName(.rawClip, of: name, day: Timestamp(monday).day, priority: priority)
            _ = try store.store(name, masked: false, bytes: bytes) { path in
                try DurableFile(path, flags: O_WRONLY | O_CREAT).write([UInt8](repeating: 1, count: bytes))
            }
        }
        for number in 0..<4 { try clip("clip-\(number)", priority: number + 1) }
        try put(0, "picture", in: store, bytes: 1 << 20)
        #expect(await keeper.makeRoom(now: monday) == EvidenceExpiry(), "there is enough")
        let hog = try DurableFile(disk.path + "/hog", flags: O_WRONLY | O_CREAT)
        try hog.write([UInt8](repeating: 1, count: 4 << 20))
        #expect(throws: EvidenceError.self) { try clip("late", priority: 1) }
        try put(0, "late", in: store, bytes: 1000)
        log.refuses.withLock { $0 = true }
        let expiry = await keeper.makeRoom(now: monday)
        #expect(expiry.deleted == [.space: 2] && expiry.young == 2, "\(expiry)")
        #expect(try DurableFile.freeBytes(at: disk.path) >= 4 << 20)
        #expect(store.files().map(\.name.owner) == ["clip-0", "clip-1", "late", "picture"])
        #expect(log.uris.isEmpty)
        log.refuses.withLock { $0 = false }
        _ = await keeper.makeRoom(now: monday)
        #expect(log.uris.map { $0.contains("clip-") } == [true, true])
        try clip("again", priority: 1, bytes: 1 << 16)
    }

    @Test(
        "On a disk that is read-only nothing is deleted, and the reason is said",
        .enabled(if: SmallDisk.isPossible, "mounting needs root"))
    func readOnly() async throws {
        let disk = try SmallDisk(.memory, bytes: 4 << 20)
        var settings = EvidenceSettings(folder: disk.path + "/evidence")
        settings.minimumFreeBytes = 1
        let store = EvidenceStore(settings)
        try put(0, "old", in: store)
        #expect(disk.remount(readOnly: true))
        let keeper = EvidenceKeeper(store) { _ in }
        let start = ContinuousClock.now
        _ = await keeper.expire(now: monday, instant: start)
        let later = await keeper.expire(now: monday.advanced(by: 86_400 * 40), instant: start + .seconds(86_400 * 40))
        #expect(later.failed == 1 && later.trouble?.contains("Read-only") == true, "\(later)")
        #expect(throws: EvidenceError.self) { try put(0, "new", in: store) }
    }

    @Test("A doubted clock is doubted after a restart too, whatever was written under its date")
    func doubtOutlivesRestart() async throws {
        try put(0, "today")
        let far = monday.advanced(by: 86_400 * 1800)
        let start = ContinuousClock.now
        #expect(await EvidenceKeeper(store) { _ in }.expire(now: far, instant: start).clockIsDoubted)
        try put(1800, "under the wrong date")
        let next = EvidenceKeeper(store) { _ in }
        #expect(await next.expire(now: far, instant: start).clockIsDoubted)
        #expect(names("2026-03-02") == ["today.p3.jpg"])
        let later = await next.expire(now: far.advanced(by: 86_400), instant: start + .seconds(86_400))
        #expect(later.deleted == [.age: 1])
        #expect(!store.clockIsDoubted, "believed at last, also after the next start")
    }

    @Test("A hold that comes while files are deleted is seen")
    func heldMeanwhile() async throws {
        for name in ["a", "b", "c"] { try put(0, name) }
        let hold = folder.file("evidence/2026-03-02/c.p3.jpg.hold")
        let keeper = EvidenceKeeper(store) { _ in try Data().write(to: URL(fileURLWithPath: hold)) }
        let start = ContinuousClock.now
        _ = await keeper.expire(now: monday, instant: start)
        let expiry = await keeper.expire(
            now: monday.advanced(by: 86_400 * 40), instant: start + .seconds(86_400 * 40))
        #expect(expiry.deleted == [.age: 2])
        #expect(names("2026-03-02") == ["c.p3.jpg", "c.p3.jpg.hold"])
    }
}
