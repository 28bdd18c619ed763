import Foundation
import Glibc
import Testing
import VideoCore

@testable import Alarms
@testable import Delivery

@Suite(
    "A full ext4 disk costs no committed alarm",
    .enabled(if: SmallDisk.ext4IsPossible, "mounting a file needs root and a loop device"), .serialized)
struct Ext4Tests {
    let disk: SmallDisk
    let settings: OutboxSettings

    init() throws {
        disk = try SmallDisk(.ext4, bytes: 24 << 20)
        var settings = OutboxSettings(dataFolder: disk.path)
        settings.reserveBytes = 2 << 20
        self.settings = settings
    }

    @Test("What was promised is there after the disk was full, and the queue goes on by itself when there is room")
    func queue() throws {
        let outbox = try Outbox(settings)
        #expect(outbox.holdsReserve)
        try disk.fill("hog")
        var promised: [Int] = []
        var refusal: OutboxError?
        while refusal == nil, promised.count < 100_000 {
            do throws(OutboxError) {
                try outbox.append(.sample(promised.count + 1))
                promised.append(promised.count + 1)
            } catch {
                refusal = error
            }
        }
        #expect(refusal?.code == .diskFull, "\(String(describing: refusal))")
        #expect(promised.count > 300, "the reserve carried these")
        try DurableFile.remove("\(disk.path)/hog")
        #expect(try outbox.append(.sample(promised.count + 1)).isNew)
        #expect(outbox.refillReserve())
        let again = try Outbox(settings)
        #expect(again.damagedCopy == nil)
        let ids = try again.events(after: 0, limit: .max).map(\.id)
        #expect(ids == (1...promised.count + 1).map { AlarmEvent.sample($0).id })
    }

    @Test("A file sink leaves no torn line, and goes on when there is room")
    func sink() async throws {
        let path = disk.path + "/alarms.jsonl"
        let sink = JSONLinesFileSink(JSONLinesFileSettings(path: path))
        let events = try (1...50).map {
            StoredEvent(sequence: Int64($0), id: "\($0)", json: try AlarmEvent.sample($0).json())
        }
        try await sink.deliver(Array(events[..<10]))
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        try disk.fill("hog")
        let error = await #expect(throws: SystemError.self) { try await sink.deliver(Array(events[10...])) }
        #expect(error?.isDiskFull == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        try DurableFile.remove("\(disk.path)/hog")
        try await sink.deliver(Array(events[10...]))
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(events.flatMap { $0.json + [10] }))
    }
}
