import GRDB
import Foundation
import TestSupport
import Testing
import VideoCore

@testable import Audit

@Suite("The audit log")
struct AuditLogTests {
    private let folder: ScratchFolder
    private let log: AuditLog
    /// 2026-03-02, 10:00:00 UTC.
    private static let monday = WallTime(secondsSince1970: 1_772_445_600)

    init() throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        log = try AuditLog(dataFolder: folder.path)
    }

    private static func entry(_ number: Int, day: Double = 0) -> AuditEntry {
        AuditEntry(
            .view, of: "file:2026-03-02/\(number).p2.mp4.enc", sha256: "ab", reason: "案件 \(number)", name: "李伟",
            unit: "派出所", time: monday.advanced(by: 86_400 * day + Double(number)))
    }

    private func fill(_ count: Int) throws { for number in 1...count { try log.append(Self.entry(number)) } }

    private func tamper(_ sql: String) throws { try log.queue.write { try $0.execute(sql: sql) } }

    @Test("What was appended can be listed, the newest first, and the chain is whole, also after it was closed")
    func appends() throws {
        try fill(5)
        #expect(try log.entries(limit: 2).map(\.number) == [5, 4])
        #expect(try log.entries(limit: 1).first?.entry == Self.entry(5))
        let verdict = try AuditLog(dataFolder: folder.path, mustExist: true).verify()
        #expect(verdict.faults == [] && verdict.entries == 5 && verdict.last.number == 5)
        #expect(try log.verify(expecting: verdict.last).faults == [])
    }

    @Test(
        "Whatever is changed in the file shows, and where",
        arguments: [
            ("UPDATE entry SET reason = 'another' WHERE number = 3", "entry 3 was changed"),
            ("UPDATE entry SET name = '' WHERE number = 1", "entry 1 was changed"),
            ("UPDATE entry SET unit = 'x' WHERE number = 5", "entry 5 was changed"),
            ("UPDATE entry SET at = at + 1 WHERE number = 2", "entry 2 was changed"),
            ("UPDATE entry SET action = 'export' WHERE number = 2", "entry 2 was changed"),
            ("UPDATE entry SET action = 'nothing' WHERE number = 2", "entry 2 is not legible"),
            ("UPDATE entry SET content = 'b' WHERE number = 4", "entry 4 was changed"),
            ("UPDATE entry SET sha256 = 'cd' WHERE number = 4", "entry 4 was changed"),
            ("UPDATE entry SET hash = zeroblob(32) WHERE number = 4", "entry 4 was changed"),
            ("DELETE FROM entry WHERE number = 3", "entry 3 is missing"),
            ("DELETE FROM entry WHERE number IN (2, 3)", "entries 2 to 3 are missing"),
            ("DELETE FROM entry WHERE number = 1", "entry 1 is missing"),
            ("DELETE FROM entry WHERE number = 5", "entries 5 to 5 are missing at the end"),
            ("DELETE FROM entry", "entries 1 to 5 are missing at the end"),
            (
                "UPDATE entry SET number = -1 WHERE number = 2; UPDATE entry SET number = 2 WHERE number = 3; "
                    + "UPDATE entry SET number = 3 WHERE number = -1", "entry 2 was changed"
            ),
            ("INSERT INTO anchor VALUES (2, zeroblob(32)); DELETE FROM entry WHERE number < 3", "no entry says so"),
        ])
    func tampering(sql: String, fault: String) throws {
        try fill(5)
        try tamper(sql)
        let faults = try log.verify().faults
        #expect(faults.contains { $0.contains(fault) }, "\(faults)")
    }

    @Test("A log made anew with its head file shows against a mark that was noted, and a lost head file shows")
    func made() throws {
        try fill(5)
        let noted = try log.verify().last
        try tamper("DELETE FROM entry")
        try FileManager.default.removeItem(atPath: folder.file(AuditLog.headName))
        for number in 1...5 { try log.append(Self.entry(number + 1)) }
        #expect(try log.verify().faults == [], "nothing shows by itself")
        #expect(try log.verify(expecting: noted).faults.first?.contains("entry 5 is not the one") == true)
        try FileManager.default.removeItem(atPath: folder.file(AuditLog.headName))
        #expect(try log.verify().faults.first?.contains(AuditLog.headName) == true)
    }

    @Test("Old entries go after half a year at the earliest, and the chain can be followed still")
    func prunes() throws {
        for day in 0..<10 { try log.append(Self.entry(day, day: Double(day) * 30)) }
        let now = Self.monday.advanced(by: 86_400 * 300)
        #expect(try log.prune(before: now, now: now) == 4, "younger than 183 days stay, whatever is asked")
        let verdict = try log.verify()
        #expect(verdict.faults == [] && verdict.anchor.number == 4 && verdict.entries == 7)
        #expect(try log.entries(limit: 1).first?.entry.action == .prune)
        #expect(try log.prune(before: now, now: now) == 0)
        try log.append(Self.entry(99, day: 301))
        #expect(try log.verify().faults == [])
        try tamper("UPDATE anchor SET number = 5; DELETE FROM entry WHERE number = 5")
        #expect(try log.verify().faults.isEmpty == false)
    }

    /// Puts the database of `other` in place of this log's, and leaves its head file.
    private func replace(with other: ScratchFolder) throws {
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.file(AuditLog.fileName + ending))
        }
        try FileManager.default.copyItem(
            atPath: other.file(AuditLog.fileName), toPath: folder.file(AuditLog.fileName))
    }

    @Test("A log made anew without its head file shows, also where it says that all before it was pruned")
    func forged() throws {
        try fill(5)
        for days in [0.0, 30] {
            let other = try ScratchFolder()
            do {
                let forged = try AuditLog(dataFolder: other.path)
                for number in 0..<10 { try forged.append(Self.entry(number, day: Double(number) * days)) }
                let now = Self.monday.advanced(by: 86_400 * 600)
                if days > 0 { try forged.prune(before: now, now: now) }
                try forged.queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            }
            try replace(with: other)
            let faults = try AuditLog(dataFolder: folder.path).verify().faults
            #expect(faults.contains { $0.contains(AuditLog.headName) }, "\(faults)")
        }
    }

    @Test("One entry behind the one that the head file names is what a kill leaves; more are a fault")
    func behind() throws {
        try fill(3)
        let head = try Data(contentsOf: URL(fileURLWithPath: folder.file(AuditLog.headName)))
        for (number, isWhole) in [(4, true), (5, false)] {
            try log.append(Self.entry(number))
            try head.write(to: URL(fileURLWithPath: folder.file(AuditLog.headName)))
            #expect(try log.verify().faults.isEmpty == isWhole)
        }
    }

    @Test("Two that append at the same time make one chain")
    func concurrent() async throws {
        try await withThrowingTaskGroup { group in
            for writer in 0..<2 {
                group.addTask { [path = folder.path] in
                    let log = try AuditLog(dataFolder: path)
                    for number in 0..<40 { try log.append(Self.entry(writer * 100 + number)) }
                }
            }
            try await group.waitForAll()
        }
        let verdict = try log.verify()
        #expect(verdict.faults == [] && verdict.entries == 80)
    }

    @Test("A log in whose making the service was killed is made to the end")
    func halfMade() throws {
        let other = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: other.path, withIntermediateDirectories: true)
        let half = try DatabaseQueue(path: other.file(AuditLog.fileName))
        try half.write { try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)") }
        try half.close()
        #expect(try AuditLog(dataFolder: other.path).verify().entries == 0)
    }

    @Test("The database of another program is refused and left alone")
    func otherProgram() throws {
        let other = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: other.path, withIntermediateDirectories: true)
        try DatabaseQueue(path: other.file(AuditLog.fileName)).write { try $0.execute(sql: "CREATE TABLE notes (a)") }
        let error = #expect(throws: AuditError.self) { try AuditLog(dataFolder: other.path) }
        #expect(error?.reason.contains("another program") == true)
        #expect(throws: AuditError.self) { try AuditLog(dataFolder: other.file("nowhere"), mustExist: true) }
    }
}
