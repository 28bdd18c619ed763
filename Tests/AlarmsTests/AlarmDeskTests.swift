import Foundation
import Synchronization
import Telemetry
import Testing
import VideoCore

@testable import Alarms

/// What a desk told its closures, in order.
final class Heard: Sendable {
    private let lists = Mutex<(commits: [CommittedAlarm], troubles: [DeskTrouble])>(([], []))

    var commits: [CommittedAlarm] { lists.withLock { $0.commits } }
    var troubles: [DeskTrouble] { lists.withLock { $0.troubles } }
    var phases: [String] { commits.map { $0.event.data.phase.rawValue } }

    func commit(_ alarm: CommittedAlarm) { lists.withLock { $0.commits.append(alarm) } }
    func trouble(_ trouble: DeskTrouble) { lists.withLock { $0.troubles.append(trouble) } }
}

@Suite("The desk turns findings into queued alarms")
struct AlarmDeskTests {
    struct Broken: Error {}

    let folder: TemporaryFolder
    let outbox: Outbox
    let heard = Heard()
    let metrics = Metrics()
    let frame = noisyFrame()

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
    }

    private func desk(
        freeBytes: Int = 0, limit: Int = 100, encode: JPEGEncoding? = { _ in [1, 2, 3] }
    ) -> AlarmDesk {
        var settings = EvidenceSettings(folder: folder.file("evidence"))
        settings.minimumFreeBytes = freeBytes
        return AlarmDesk(
            outbox: outbox, evidence: EvidenceStore(settings), encodeJPEG: encode, metrics: metrics,
            waitingLimit: limit, clock: { monday.advanced(by: 5) }, onTrouble: heard.trouble, onCommit: heard.commit)
    }

    /// Keeps the queue from being written while `body` runs.
    private func whileQueueIsHeld(_ body: () async throws -> Void) async throws {
        let holder = try QueueHolder(outbox.settings.path)
        try await body()
        try holder.letGo()
    }

    @Test("A finding is an alarm with its picture, in the queue when the call returns")
    func commits() async throws {
        let context = CameraContext.sample("gate")
        let committed = await desk().handle(.sample(start: 1.5), frame: frame, camera: context)
        let event = try #require(committed.first?.event)
        #expect(try outbox.events(after: 0, limit: 9).map(\.json) == [event.json()])
        #expect(heard.commits == committed && heard.troubles == [])
        #expect(event.time == Timestamp(monday.advanced(by: -0.5)), "half a second before the frame")
        #expect(event.data.committedAt == Timestamp(monday.advanced(by: 5)))
        let received = try #require(event.data.receivedAt).milliseconds
        #expect(received <= Timestamp(monday.advanced(by: 5)).milliseconds, "the frame came before now")
        let evidence = try #require(event.data.evidence.first)
        #expect(!evidence.masked && evidence.bytes == 3)
        let path = folder.file("evidence/") + evidence.uri.dropFirst(5)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1, 2, 3]))
    }

    @Test("While its picture is made and stored, an alarm is already known to whoever ends the program")
    func waitsFirst() async throws {
        let known = Mutex<[[AlarmEvent]]>([])
        let asked = Mutex<AlarmDesk?>(nil)
        let desk = desk { _ in
            asked.withLock { desk in known.withLock { $0.append(desk?.waitingEvents ?? []) } }
            return [1]
        }
        asked.withLock { $0 = desk }
        let committed = await desk.handle(.sample(), frame: frame, camera: .sample())
        #expect(known.withLock { $0.map { $0.map(\.id) } } == [committed.map(\.event.id)])
        #expect(committed.first?.event.data.evidence.count == 1 && desk.waitingCount == 0)
        asked.withLock { $0 = nil }
    }

    @Test("The encoder is given a picture that is masked already")
    func masksFirst() async throws {
        let seen = Mutex<[UInt8]>([])
        var context = CameraContext.sample()
        context.shields = [
            Polygon([ImagePoint(x: 0, y: 0), ImagePoint(x: 1, y: 0), ImagePoint(x: 1, y: 1), ImagePoint(x: 0, y: 1)])
        ]
        let desk = desk { picture in
            seen.withLock { $0 = (0..<16).map { picture.luma[$0, 3] } }
            return [1]
        }
        let committed = await desk.handle(.sample(), frame: frame, camera: context)
        #expect(committed.first?.event.data.evidence.first?.masked == true)
        #expect(Set(seen.withLock { $0 }).count == 1)
    }

    @Test("A picture at the beginning, another at the end of a path, none in between")
    func whichPhases() async throws {
        let desk = desk()
        var path = Finding.sample(.thrownObject, 1, .close)
        path.track = [TrackPoint(mediaTime: 1, pointInImage: ImagePoint(x: 0, y: 0))]
        for (finding, pictures) in [
            (Finding.sample(.fire), 1), (.sample(.fire, 1, .close), 0), (.sample(.thrownObject), 1), (path, 1),
        ] {
            let committed = await desk.handle(finding, frame: frame, camera: .sample())
            #expect(committed.map(\.event.data.evidence.count) == [pictures])
        }
    }

    @Test("No picture never means no alarm, and the trouble is told once until it is over")
    func evidenceFails() async throws {
        let desk = desk { picture in
            guard picture.width == 320 else { throw Broken() }
            return [1]
        }
        let broken = noisyFrame(width: 16, height: 16)
        for (number, frame) in [broken, broken, frame, broken].enumerated() {
            let moment = FindingMoment(mediaTime: 2, wallTime: monday.advanced(by: Double(10 * number)))
            let committed = await desk.handle(.sample(.fire, number), at: moment, frame: frame, camera: .sample())
            #expect(committed.map(\.event.data.evidence.count) == [number == 2 ? 1 : 0])
        }
        #expect(heard.commits.count == 4)
        let words = heard.troubles.map { $0 == .evidenceRecovered ? "recovered" : "refused" }
        #expect(words == ["refused", "recovered", "refused"])
        #expect(metrics.prometheusText().contains("tocsin_evidence_refused_total 3"))
    }

    @Test("On a disk that is nearly full pictures stop and alarms go on")
    func evidenceFirst() async throws {
        let committed = await desk(freeBytes: 1 << 50).handle(.sample(), frame: frame, camera: .sample())
        #expect(committed.map(\.event.data.evidence.count) == [0])
        guard case .evidenceRefused(.diskFull)? = heard.troubles.first else {
            Issue.record("\(heard.troubles)")
            return
        }
    }

    @Test("What the queue refuses waits in order, and is queued when it is willing again")
    func waits() async throws {
        let desk = desk()
        try await whileQueueIsHeld {
            for (number, stage) in [Finding.Stage.open, .update, .close].enumerated() {
                let moment = FindingMoment(mediaTime: 2, wallTime: monday.advanced(by: Double(2 * number)))
                let committed = await desk.handle(.sample(.fire, 1, stage), at: moment, camera: .sample())
                #expect(committed == [])
            }
            #expect(desk.waitingCount == 3)
            #expect(desk.waitingEvents.map(\.data.phase) == [.open, .update, .close])
            #expect(await desk.retryWaiting() == [])
        }
        #expect(heard.commits == [])
        let told = heard.troubles.dropFirst().map { trouble -> AlarmPhase? in
            guard case .waits(let event) = trouble else { return nil }
            return event.data.phase
        }
        #expect(told == [.open, .update, .close], "each is said once, when it begins to wait")
        #expect(await desk.retryWaiting(now: monday).count == 3)
        #expect(heard.phases == ["open", "update", "close"])
        #expect(heard.troubles.last == .queueRecovered(waited: 3))
        #expect(try outbox.events(after: 0, limit: 9).map(\.id) == heard.commits.map(\.event.id))
        #expect(desk.waitingCount == 0)
        #expect(await desk.retryWaiting() == [])
    }

    @Test("When too many wait, an update goes before an opening, and the loss is said")
    func overflow() async throws {
        let desk = desk(limit: 2)
        try await whileQueueIsHeld {
            for (number, row) in [(1, Finding.Stage.open), (1, .update), (2, .open), (3, .open)].enumerated() {
                let moment = FindingMoment(mediaTime: 2, wallTime: monday.advanced(by: Double(2 * number)))
                await desk.handle(.sample(.fire, row.0, row.1, start: 2), at: moment, camera: .sample())
            }
        }
        let lost = heard.troubles.compactMap { trouble -> AlarmEvent? in
            guard case .lost(let event) = trouble else { return nil }
            return event
        }
        #expect(lost.map(\.data.phase) == [.update, .open])
        await desk.retryWaiting()
        #expect(heard.phases == ["open", "open"])
        #expect(metrics.prometheusText().contains("tocsin_alarms_lost_total 2"))
    }

    @Test("What is submitted is handled in its order")
    func submits() async throws {
        let desk = desk()
        for number in 1...40 {
            let picture = noisyFrame(width: 16, height: 16, wallTime: monday.advanced(by: Double(number)))
            desk.submit(.sample(.fire, number, start: 2), frame: picture, camera: .sample())
        }
        desk.submitClose(of: CameraID("facade-3-south"))
        await desk.drain()
        let starts = heard.commits.prefix(40).map(\.event.time)
        #expect(starts == (1...40).map { Timestamp(monday.advanced(by: Double($0))) })
        #expect(heard.phases.suffix(40) == Array(repeating: "close", count: 40))
    }

    @Test("Alarms that an earlier run left open are closed, once")
    func leftOpen() async throws {
        try outbox.append(.sample(1, kind: .fire))
        try outbox.append(.sample(2, kind: .fire))
        try outbox.append(.sample(2, .close, kind: .fire))
        let closed = try await desk().closeLeftOpen()
        #expect(closed.map(\.event.id) == [AlarmEvent.sample(1, .close, kind: .fire).id])
        #expect(closed[0].event.source == AlarmEvent.sample(1).source)
        #expect(try await desk().closeLeftOpen() == [])
    }

    @Test("An e-bike that is still in the lift after a loss of power is an update of the alarm it was, not another one")
    func interrupted() async throws {
        let before = desk()
        await before.handle(.sample(.ebikeInElevator, 1, start: 2), frame: frame, camera: .sample())
        let after = desk()
        #expect(try await after.closeLeftOpen() == [])
        // The numbers and the clock of the stream start anew.
        let still = Finding.sample(.ebikeInElevator, 1, start: 0)
        await after.handle(still, frame: frame, camera: .sample())
        await after.handle(.sample(.ebikeInElevator, 1, .close), frame: frame, camera: .sample())
        #expect(heard.phases == ["open", "update", "close"])
        #expect(Set(heard.commits.map(\.event.data.alarmID)).count == 1)
    }

    @Test("A device that is still gone after a restart is an update of the alarm it was; one that is back is closed")
    func goneBeforeAndAfter() async throws {
        await desk().handle(.sample(.deviceOffline, 1, start: 2), frame: frame, camera: .sample())
        let after = desk()
        // Its fifteen minutes begin after this moment, however slow what follows is.
        let early = ContinuousClock.now
        #expect(try await after.closeLeftOpen() == [])
        await after.retryWaiting(instant: early + .seconds(600))
        await after.handle(.sample(.deviceOffline, 7, start: 0), frame: frame, camera: .sample())
        #expect(heard.phases == ["open", "update"])
        let later = desk()
        try await later.closeLeftOpen()
        await later.retryWaiting(instant: .now + .seconds(1000))
        #expect(heard.phases == ["open", "update", "close"])
        #expect(Set(heard.commits.map(\.event.data.alarmID)).count == 1)
    }

    @Test("Two e-bikes at a loss of power are two alarms that go on; a third rings")
    func twoInterrupted() async throws {
        let before = desk()
        for number in 1...2 {
            await before.handle(
                .sample(.ebikeInElevator, number, start: Double(number)), frame: frame, camera: .sample())
        }
        let after = desk()
        try await after.closeLeftOpen()
        for number in 1...3 {
            await after.handle(
                .sample(.ebikeInElevator, number, start: Double(10 * number)), frame: frame, camera: .sample())
        }
        #expect(heard.phases == ["open", "open", "update", "update", "open"])
    }

    @Test("What is done about an alarm is an update of it, also when it is over")
    func remarks() async throws {
        let desk = desk()
        let camera = CameraContext.sample()
        await desk.handle(.sample(.ebikeInElevator, 1), frame: frame, camera: camera)
        let alarm = try #require(heard.commits.first?.event.data.alarmID)
        await desk.remark(alarm, of: camera.cameraID, "held")
        await desk.handle(.sample(.ebikeInElevator, 1, .close), frame: frame, camera: camera)
        await desk.remark(alarm, of: camera.cameraID, "let go")
        #expect(heard.phases == ["open", "update", "close", "update"])
        #expect(heard.commits.map(\.event.data.detail) == [nil, "held", nil, "let go"])
        #expect(Set(heard.commits.map(\.event.id)).count == 4)
    }

    @Test("One that is gone after a loss of power is closed after some minutes, and the next rings")
    func interruptedAndGone() async throws {
        await desk().handle(.sample(.ebikeInElevator, 1, start: 2), frame: frame, camera: .sample())
        let after = desk()
        // Its five minutes begin between these two moments, however far they are apart.
        let early = ContinuousClock.now
        try await after.closeLeftOpen()
        let late = ContinuousClock.now
        await after.retryWaiting(instant: early + .seconds(290))
        #expect(heard.phases == ["open"])
        await after.retryWaiting(instant: late + .seconds(310))
        #expect(heard.phases == ["open", "close"])
        await after.handle(.sample(.ebikeInElevator, 1, start: 200), frame: frame, camera: .sample())
        #expect(heard.phases == ["open", "close", "open"])
    }

    @Test("The same incident after a restart is not announced again")
    func known() async throws {
        for _ in 0..<2 { await desk().handle(.sample(), frame: frame, camera: .sample()) }
        #expect(heard.commits.count == 1)
        #expect(metrics.prometheusText().contains("tocsin_alarms_known_total{kind=\"thrown-object\",phase=\"open\"} 1"))
    }

    @Test("Refusals are counted by reason; settings may change while alarms are open")
    func countsAndReloads() async throws {
        let desk = desk()
        let silent = CameraContext.sample { $0.schedule = WeeklySchedule(windows: [.init(from: 0, to: 1)]) }
        await desk.handle(.sample(.fire, 1), frame: frame, camera: .sample())
        await desk.handle(.sample(.fire, 2), frame: frame, camera: silent)
        await desk.handle(.sample(.fire, 1, .close), frame: frame, camera: silent)
        #expect(heard.phases == ["open", "close"])
        #expect(metrics.prometheusText().contains("tocsin_findings_refused_total{reason=\"schedule\"} 1"))
    }
}
