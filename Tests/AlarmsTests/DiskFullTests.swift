import Foundation
import GRDB
import Glibc
import Testing
import VideoCore

@testable import Alarms
@testable import Delivery

@Suite("A full disk costs no committed alarm", .enabled(if: SmallDisk.isPossible, "mounting needs root"), .serialized)
struct DiskFullTests {
    let disk: SmallDisk
    let settings: OutboxSettings

    init() throws {
        disk = try SmallDisk(.memory, bytes: 10 << 20)
        var settings = OutboxSettings(dataFolder: disk.path)
        settings.reserveBytes = 2 << 20
        self.settings = settings
    }

    /// Queues events until the disk is full; the sequence numbers of those that were promised.
    private func appendUntilFull(_ outbox: Outbox, from first: Int) -> (promised: [Int], error: OutboxError?) {
        var promised: [Int] = []
        for number in first..<first + 100_000 {
            do {
                try outbox.append(.sample(number))
                promised.append(number)
            } catch {
                return (promised, error)
            }
        }
        return (promised, nil)
    }

    @Test("The reserve carries some hundred alarms more; then the refusal is typed; with space all goes on by itself")
    func fillsAndRecovers() throws {
        let outbox = try Outbox(settings)
        try outbox.append(.sample(0))
        #expect(outbox.holdsReserve)
        try disk.fill("hog")

        let (promised, error) = appendUntilFull(outbox, from: 1)
        #expect(error?.code == .diskFull)
        #expect(promised.count > 300)
        #expect(!outbox.holdsReserve)
        #expect(!outbox.refillReserve(), "there is no room for it")
        let stored = try outbox.events(after: 0, limit: .max).map { try $0.event() }
        #expect(stored == ([0] + promised).map { .sample($0) })

        let next = (promised.last ?? 0) + 1
        try DurableFile.remove("\(disk.path)/hog")
        #expect(try outbox.append(.sample(next)).isNew)
        #expect(outbox.refillReserve() && outbox.holdsReserve)

        let again = try Outbox(settings)
        #expect(again.damagedCopy == nil)
        #expect(
            try again.events(after: 0, limit: .max).map(\.id)
                == ([0] + promised + [next]).map { AlarmEvent.sample($0).id })
    }

    @Test("A queue opens on a disk that is full to the last byte, and still takes alarms")
    func opensWhenFull() throws {
        try Outbox(settings).append(.sample(0))
        try disk.fill("hog")
        let outbox = try Outbox(settings)
        #expect(try outbox.append(.sample(1)).isNew)
        #expect(try outbox.events(after: 0, limit: 9).count == 2)
    }

    @Test("Pictures are refused first, alarms last; those wait in memory and none is lost")
    func order() async throws {
        var evidence = EvidenceSettings(folder: disk.path + "/evidence")
        evidence.minimumFreeBytes = 10 << 20  // Half of it for pictures.
        let heard = Heard()
        let outbox = try Outbox(settings)
        let desk = AlarmDesk(
            outbox: outbox, evidence: EvidenceStore(evidence),
            encodeJPEG: { _ in Array(repeating: 7, count: 300_000) }, onTrouble: heard.trouble, onCommit: heard.commit)
        let frame = noisyFrame(width: 32, height: 32)
        var number = 0
        func ring() async {
            number += 1
            let moment = FindingMoment(mediaTime: 2, wallTime: monday.advanced(by: Double(number)))
            await desk.handle(.sample(.fire, number, start: 2), at: moment, frame: frame, camera: .sample())
        }
        for _ in 0..<20 { await ring() }
        let withPicture = heard.commits.map { $0.event.data.evidence.count }
        #expect(withPicture.first == 1 && withPicture.last == 0)
        #expect(heard.commits.count == 20, "no alarm waited for a picture")

        try disk.fill("hog")
        while desk.waitingCount < 5 { await ring() }
        #expect(heard.commits.count > 200, "the reserve carried these")
        let words = heard.troubles.map(Self.word)
        #expect(words.prefix(2) == ["evidence", "queue"])
        // One that waited may have been queued before the next did: emptying the log frees a page now and then.
        #expect(words.count >= 7 && words.dropFirst(2).allSatisfy { $0 == "waits" }, "\(words)")

        try DurableFile.remove("\(disk.path)/hog")
        await desk.retryWaiting()
        #expect(desk.waitingCount == 0)
        let opened = heard.commits.filter { $0.event.data.phase == .open }.map(\.event.time)
        #expect(opened == (1...number).map { Timestamp(monday.advanced(by: Double($0))) }, "every one, in order")
        #expect(outbox.holdsReserve)
    }

    private static func word(_ trouble: DeskTrouble) -> String {
        switch trouble {
        case .evidenceRefused: "evidence"
        case .queueRefused(let error): error.code == .diskFull ? "queue" : "\(error)"
        case .evidenceRecovered, .queueRecovered: "recovered"
        case .waits: "waits"
        case .lost: "lost"
        case .reserveMissing, .reserveHeld: "reserve"
        }
    }

    @Test("A file sink on a full disk leaves no torn line, and goes on when there is room")
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
        let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 10)
        #expect(lines.map { Array($0) } == events.map(\.json))
    }

    @Test("A disk that is read-only is said to be so")
    func readOnly() throws {
        let outbox = try Outbox(settings)
        try outbox.append(.sample(0))
        try outbox.queue.close()
        #expect(disk.remount(readOnly: true))
        let error = #expect(throws: OutboxError.self) { try Outbox(settings) }
        #expect(error?.code == .readOnly, "\(String(describing: error))")
    }
}
