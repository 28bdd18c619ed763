import Foundation
import Glibc
import Testing
import VideoCore

@testable import Alarms

@Suite("Alarms that could not be queued before the end")
struct AlarmSpillTests {
    let data: TemporaryFolder
    let temporary: TemporaryFolder
    let spill: AlarmSpill
    let events = (1...3).map { AlarmEvent.sample($0) }

    init() throws {
        data = try TemporaryFolder()
        temporary = try TemporaryFolder()
        spill = AlarmSpill(dataFolder: data.path, temporary: [temporary.path])
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("They lie beside the queue, for this user only, and are found again as they were")
    func beside() throws {
        let path = try spill.save(events)
        #expect(path.hasPrefix(data.path + "/waiting/waiting-"))
        #expect(try mode(data.path + "/waiting") == 0o700)
        let found = try #require(AlarmSpill(dataFolder: data.path + "/.", temporary: []).found().first)
        #expect(found.events == events && found.unreadable == 0 && found.path == path)
        try spill.discard(found)
        #expect(spill.found().isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: data.path + "/waiting") == [])
    }

    @Test("Where the data folder cannot be written they lie in a temporary folder, each site apart")
    func elsewhere() throws {
        try Data().write(to: URL(fileURLWithPath: data.path + "/waiting"))
        let path = try spill.save(events)
        #expect(path.hasPrefix(temporary.path + "/tocsin-"))
        #expect(try mode(folder(of: path)) == 0o700)
        #expect(spill.found().map(\.events) == [events])
        #expect(AlarmSpill(dataFolder: temporary.path, temporary: [temporary.path]).found().isEmpty)
    }

    @Test("A temporary folder that others may write, or a link, is neither written nor read")
    func hostile() throws {
        try Data().write(to: URL(fileURLWithPath: data.path + "/waiting"))
        let place = spill.folders[1]
        unsafe mkdir(place, 0o777)
        unsafe chmod(place, 0o777)
        try Data(events[0].json()).write(to: URL(fileURLWithPath: place + "/waiting-1-1.jsonl"))
        #expect(spill.found().isEmpty)
        #expect(throws: SystemError.self) { try spill.save(events) }
        try FileManager.default.moveItem(atPath: place, toPath: temporary.file("real"))
        unsafe chmod(temporary.file("real"), 0o700)
        try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: temporary.file("real"))
        #expect(spill.found().isEmpty)
        #expect(throws: SystemError.self) { try spill.save(events) }
    }

    @Test("Lines that are no events cost no other, and their file is kept under another name")
    func damaged() throws {
        let path = try spill.save(events)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"data\":{\n".utf8))
        let found = try #require(spill.found().first)
        #expect(found.events == events && found.unreadable == 1)
        try spill.discard(found)
        #expect(spill.found().isEmpty)
        #expect(FileManager.default.fileExists(atPath: path + ".unread"))
    }

    @Test("The next start has them in the queue, once, before what earlier runs left open is closed")
    func takenIn() async throws {
        let outbox = try Outbox(.sample(data))
        try outbox.append(.sample(1))
        let heard = Heard()
        let desk = AlarmDesk(outbox: outbox, onTrouble: heard.trouble, onCommit: heard.commit)
        #expect(await desk.takeIn(events))
        #expect(await desk.takeIn(events), "a second time changes nothing")
        #expect(heard.commits.map(\.event.id) == events.dropFirst().map(\.id))
        try await desk.closeLeftOpen()
        #expect(heard.phases == ["open", "open", "close", "close", "close"])
    }

    @Test("Taken in while the queue refuses, one waits and no more however often it is tried; its own close stays its")
    func takenInLate() async throws {
        let outbox = try Outbox(.sample(data))
        try outbox.append(.sample(1))
        let late = events[0].data.alarmID
        let heard = Heard()
        let desk = AlarmDesk(outbox: outbox, onTrouble: heard.trouble, onCommit: heard.commit)
        let holder = try QueueHolder(OutboxSettings.sample(data).path)
        let saved = [AlarmEvent.sample(1, .close), .sample(2)]
        for _ in 0..<3 { #expect(await !desk.takeIn(saved)) }
        #expect(desk.waitingEvents.map(\.id) == [saved[0].id])
        try await desk.closeLeftOpen { $0 != late }
        try holder.letGo()
        _ = await desk.retryWaiting()
        #expect(await desk.takeIn(saved))
        try await desk.closeLeftOpen { $0 == saved[1].data.alarmID }
        #expect(heard.commits.map(\.event.id) == (saved + [.sample(2, .close)]).map(\.id))
    }

    @Test("While the queue is held they wait, and can be read although the desk's thread waits for it")
    func held() async throws {
        var settings = OutboxSettings.sample(data)
        settings.busyTimeout = 3600
        let outbox = try Outbox(settings)
        let desk = AlarmDesk(outbox: outbox)
        let holder = try QueueHolder(settings.path)
        let taking = Task { await desk.takeIn(events) }
        while desk.waitingCount == 0 { await Task.yield() }
        #expect(desk.waitingEvents == [events[0]], "the desk is in the middle of it")
        try holder.letGo()
        #expect(await taking.value)
        #expect(try outbox.events(after: 0, limit: 9).map(\.id) == events.map(\.id))
    }
}
