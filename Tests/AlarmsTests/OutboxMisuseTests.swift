import Foundation
import GRDB
import Glibc
import Testing
import VideoCore

@testable import Alarms

@Suite("What is no queue is refused with a remedy, and never touched")
struct OutboxMisuseTests {
    let folder: TemporaryFolder
    let settings: OutboxSettings

    init() throws {
        folder = try TemporaryFolder()
        settings = .sample(folder)
    }

    private func code(_ role: Outbox.Role = .service) -> OutboxError.Code? {
        do {
            _ = try Outbox(settings, role: role)
            return nil
        } catch {
            #expect(error.path == settings.path)
            #expect(error.description.contains(settings.path))
            return error.code
        }
    }

    @Test("A JPEG is no database, and stays as it is")
    func jpeg() throws {
        let bytes = Data([0xFF, 0xD8, 0xFF, 0xE0] + Array(repeating: UInt8(7), count: 5000))
        try bytes.write(to: URL(fileURLWithPath: settings.path))
        #expect(code() == .notADatabase)
        #expect(try Data(contentsOf: URL(fileURLWithPath: settings.path)) == bytes)
        #expect(folder.names() == ["outbox.sqlite"])
    }

    @Test("A queue in whose making the service was killed is made to the end")
    func halfMade() throws {
        let half = try DatabaseQueue(path: settings.path)
        try half.write { try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)") }
        try half.close()
        #expect(code() == nil)
    }

    @Test("The database of another program stays as it is")
    func otherProgram() throws {
        let other = try DatabaseQueue(path: settings.path)
        try other.write { try $0.execute(sql: "CREATE TABLE event (x)") }
        try other.close()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: settings.path))
        for role in [Outbox.Role.service, .visitor] { #expect(code(role) == .otherProgram) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: settings.path)) == bytes)
        #expect(folder.names() == ["outbox.sqlite"])
    }

    @Test("A visitor does not bring an unfinished queue up to date, the service does")
    func unfinished() throws {
        try Data().write(to: URL(fileURLWithPath: settings.path))
        #expect(code(.visitor) == .failed)
        #expect(try Outbox(settings).append(.sample(1)).isNew)
        #expect(code(.visitor) == nil)
    }

    @Test("A queue of a newer version is refused")
    func newer() throws {
        let queue = try Outbox(settings).queue
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99')") }
        #expect(code() == .newerVersion)
    }

    @Test("A visitor makes nothing, a service makes the folder too")
    func missing() throws {
        #expect(code(.visitor) == .missing)
        #expect(folder.names() == [])
        var deep = settings
        deep.path = folder.file("a/b/outbox.sqlite")
        try Outbox(deep).append(.sample(1))
        #expect(try Outbox(deep, role: .visitor).events(after: 0, limit: 9).count == 1)
    }

    @Test("A folder that is a file cannot hold a queue")
    func folderIsFile() throws {
        try Data().write(to: URL(fileURLWithPath: folder.file("x")))
        let path = folder.file("x/outbox.sqlite")
        #expect(throws: OutboxError.self) { try Outbox(OutboxSettings(path: path)) }
        let error = #expect(throws: OutboxError.self) { try Outbox(OutboxSettings(path: folder.path)) }
        #expect(error?.code == .readOnly, "a folder is no file")
    }

    @Test("A queue that another process holds is refused after the time to wait, and works again later")
    func locked() throws {
        let outbox = try Outbox(settings)
        let holder = try QueueHolder(settings.path)
        let error = #expect(throws: OutboxError.self) { try outbox.append(.sample(1)) }
        #expect(error?.code == .locked)
        try holder.letGo()
        #expect(try outbox.append(.sample(1)).isNew)
    }

    @Test("A queue that cannot be written is refused", .enabled(if: geteuid() != 0, "root may write anything"))
    func readOnly() throws {
        try Outbox(settings).append(.sample(1))
        for name in folder.names() { unsafe chmod(folder.file(name), 0o400) }
        unsafe chmod(folder.path, 0o500)
        defer { unsafe chmod(folder.path, 0o700) }
        #expect(code() == .readOnly)
    }

    @Test("A damaged queue is moved aside whole, and a new one begun; a visitor moves nothing")
    func damaged() throws {
        let outbox = try Outbox(settings)
        for number in 1...200 { try outbox.append(.sample(number)) }
        try outbox.queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try outbox.queue.close()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: settings.path))
        for offset in stride(from: 4096, to: bytes.count, by: 4096) {
            bytes.replaceSubrange(offset..<offset + 64, with: Array(repeating: 0xAA, count: 64))
        }
        try bytes.write(to: URL(fileURLWithPath: settings.path))

        #expect(code(.visitor) != nil)
        #expect(try Data(contentsOf: URL(fileURLWithPath: settings.path)) == bytes)
        let fresh = try Outbox(settings)
        let copy = try #require(fresh.damagedCopy)
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == bytes)
        #expect(try fresh.events(after: 0, limit: 9) == [])
        #expect(try fresh.append(.sample(1)).isNew)
        #expect(try Outbox(settings).damagedCopy == nil)
    }

    @Test("The reserve is held by the service, not by visitors, and taken again when it is gone")
    func reserve() throws {
        let outbox = try Outbox(settings)
        let path = settings.path + ".reserve"
        #expect(DurableFile.status(of: path)?.size == settings.reserveBytes)
        #expect(outbox.holdsReserve)
        try DurableFile.remove(path)
        #expect(!outbox.holdsReserve)
        #expect(try !Outbox(settings, role: .visitor).refillReserve())
        #expect(outbox.refillReserve() && outbox.holdsReserve)
        #expect(DurableFile.status(of: path)?.size == settings.reserveBytes)
    }
}
