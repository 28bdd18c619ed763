import Testing
import VideoCore

@testable import Alarms

@Suite("Evidence that was finished late")
struct EvidenceEventTests {
    let folder: TemporaryFolder
    let outbox: Outbox
    let heard = Heard()
    private static let clips = [
        Evidence(kind: .rawClip, uri: "file:2026-03-02/a.p2.mp4.enc", sha256: "ab", bytes: 5, masked: false),
        Evidence(kind: .clip, uri: "file:2026-03-02/a.p2.mp4", sha256: "cd", bytes: 6, masked: true),
    ]

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
    }

    private func desk() -> AlarmDesk {
        AlarmDesk(
            outbox: outbox, evidence: EvidenceStore(EvidenceSettings(folder: folder.file("evidence"))),
            encodeJPEG: { _ in [1, 2, 3] }, clock: { monday.advanced(by: 5) }, onCommit: heard.commit)
    }

    @Test("It goes out as one update with pictures and clips, also after the end of its alarm, and once only")
    func update() async throws {
        let desk = desk()
        let opened = await desk.handle(.sample(start: 1.5), frame: noisyFrame(), camera: .sample("gate"))
        let first = try #require(opened.first?.event)
        await desk.handle(.sample(.thrownObject, 1, .close), frame: noisyFrame(), camera: .sample("gate"))
        let added = await desk.addEvidence(Self.clips, to: first)
        let event = try #require(added.first?.event)
        #expect(event.id == "\(first.data.alarmID)-evidence" && event.data.phase == .update)
        #expect(event.source == first.source && event.time == first.time)
        #expect(event.data.evidence.map(\.kind) == [.snapshot, .rawClip, .clip])
        #expect(event.data.receivedAt == nil && event.data.committedAt != nil)
        #expect(await desk.addEvidence(Self.clips, to: first).isEmpty, "the queue knows it already")
        let record = try outbox.alarm(first.data.alarmID)
        #expect(record.events.map(\.id).last == event.id && !record.isOpen)
        #expect(record.updates == 0, "the numbers of the other updates stay as they are")
    }

    @Test("While the queue refuses it waits behind its alarm, and goes out when the queue takes again")
    func waits() async throws {
        let desk = desk()
        let holder = try QueueHolder(outbox.settings.path)
        await desk.handle(.sample(start: 1.5), frame: noisyFrame(), camera: .sample("gate"))
        let first = try #require(desk.waitingEvents.first)
        await desk.addEvidence(Self.clips, to: first)
        #expect(desk.waitingCount == 2)
        try holder.letGo()
        await desk.retryWaiting()
        #expect(heard.phases == ["open", "update"])
        #expect(heard.commits.last?.event.data.evidence.map(\.kind) == [.snapshot, .rawClip, .clip])
    }
}
