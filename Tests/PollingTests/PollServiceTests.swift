import Detectors
import Dispatch
import Foundation
import GRDB
import Ledger
import Logging
import TestSupport
import Testing
import VideoCore
import VideoStreams

@testable import Polling

/// The service as it runs, against a real RTSP server that goes away.
@Suite(.serialized) struct PollServiceTests {
    private let folder: ScratchFolder
    private let books: Books
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        folder = try ScratchFolder()
        books = try Books(path: folder.file("books.sqlite"))
    }

    /// An id whose poll of this half hour is due at once, and soon after the turn of it: that may come before the service
    /// runs.
    private func dueID(_ name: String) -> String {
        let now = Int(WallTime.now.secondsSince1970)
        let (slot, next) = (PollSlot(at: Double(now)), PollSlot(at: Double(now) + 1800))
        let ids = (0..<5_000_000).lazy.map { "\(name)-\($0)" }
        return ids.first {
            slot.start + RecorderAgenda.offset(of: $0, in: slot) <= now && RecorderAgenda.offset(of: $0, in: next) < 10
        } ?? name
    }

    /// Waiting times with so much patience for a far end that is silent that no test outlasts it.
    private var patient: PollTiming {
        var timing = PollTiming()
        (timing.connect, timing.firstPicture) = (600, 600)
        return timing
    }

    private func target(_ device: String, port: Int, sessions: Int = 1) throws -> PollTarget {
        PollTarget(
            device: device, stream: StreamSettings(address: try StreamAddress("rtsp://127.0.0.1:\(port)/cam0")),
            maxSessions: sessions)
    }

    @Test(.timeLimit(.minutes(20)))
    func `a device is polled, seen up, and seen down when its server is gone`() async throws {
        let clip = folder.file("clip.mp4")
        try TestClips.movingSquare(to: clip, frames: 250)
        let server = try TestServer.rtsp(clip: clip)
        let device = dueID("camera")
        // However slow the server is while it lives: that it is gone is known at once, as its port is closed.
        var timing = patient
        timing.liveness = 0.2
        let now = WallTime.now.secondsSince1970
        let keeper = BookKeeper(books, now: now, steady: 0, logger: logger)
        let (changes, tell) = AsyncStream<DeviceWatch.Change>.makeStream()
        let (polls, tellPoll) = AsyncStream<(slot: PollSlot, outcome: VisitOutcome)>.makeStream()
        var hooks = PollHooks()
        hooks.changed = { _, change in tell.yield(change) }
        hooks.polled = { _, slot, outcome in tellPoll.yield((slot, outcome)) }
        let service = PollService(
            [try target(device, port: server.port)], timing: timing, keeper: keeper, hooks: hooks)
        let running = Task { await service.run() }
        var seen = changes.makeAsyncIterator()
        let up = try #require(await seen.next())
        #expect(up.state == .up)
        var made = polls.makeAsyncIterator()
        let poll = try #require(await made.next())
        #expect(poll.outcome.result == .ok)
        #expect(poll.outcome.picture?.width == 160)
        server.stop()
        let down = try #require(await seen.next())
        #expect(down.state == .down)
        #expect(down.cause == "refused")
        running.cancel()
        await running.value
        // Not the next slot: it may have begun meanwhile.
        let slot = poll.slot.number
        #expect(try books.polls(of: device, in: slot..<slot + 1).map(\.result) == [.ok])
    }

    @Test func `a recorder that is slow does not delay another one`() async throws {
        let clip = folder.file("clip.mp4")
        try TestClips.movingSquare(to: clip, frames: 250)
        let (good, silent) = (try TestServer.rtsp(clip: clip), try TestServer.broken("--silent"))
        let (polls, tellPoll) = AsyncStream<String>.makeStream()
        var hooks = PollHooks()
        hooks.polled = { device, _, _ in tellPoll.yield(device) }
        let ids = (slow: dueID("slow"), quick: dueID("quick"))
        let service = PollService(
            [try target(ids.slow, port: silent.port), try target(ids.quick, port: good.port)],
            timing: patient, keeper: BookKeeper(books, now: 0, steady: 0, logger: logger), hooks: hooks)
        let running = Task { await service.run() }
        var made = polls.makeAsyncIterator()
        #expect(await made.next() == ids.quick)
        running.cancel()
        await running.value
    }

    @Test func `cameras under analysis are judged from what is known of them, without a connection`() async throws {
        let ids = (good: dueID("good"), refused: dueID("refused"), starting: dueID("starting"))
        let (polls, tell) = AsyncStream<(String, PollResult)>.makeStream()
        var hooks = PollHooks()
        hooks.live = { device in
            switch device {
            case ids.good: LiveView(sign: .up, outcome: VisitOutcome(.good, picture: nil))
            case ids.refused:
                LiveView(sign: .down("refused"), outcome: VisitOutcome(StreamFailure(.refused)))
            default: nil
            }
        }
        hooks.polled = { device, _, outcome in tell.yield((device, outcome.result)) }
        let targets = [ids.good, ids.refused, ids.starting].map { PollTarget(device: $0, recorder: "nvr", stream: nil) }
        let service = PollService(
            targets, keeper: BookKeeper(books, now: 0, steady: 0, logger: logger), hooks: hooks)
        let running = Task { await service.run() }
        var found: [String: PollResult] = [:]
        for await (device, result) in polls {
            found[device] = result
            if found.count == 2 { break }
        }
        running.cancel()
        await running.value
        #expect(found == [ids.good: .ok, ids.refused: .noConnect])
    }

    @Test(.timeLimit(.minutes(20)))
    func `a successor knows what stays, forgets what is gone, and sees what is new`() async throws {
        let (changes, tell) = AsyncStream<String>.makeStream()
        var hooks = PollHooks()
        hooks.live = { _ in LiveView(sign: .up, outcome: nil) }
        hooks.changed = { device, change in tell.yield("\(device) \(change.state)") }
        func targets(_ devices: String...) -> [PollTarget] { devices.map { PollTarget(device: $0, stream: nil) } }
        let now = WallTime.now.secondsSince1970
        let steady = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
        let keeper = BookKeeper(books, now: now, steady: steady, logger: logger)
        let first = PollService(targets("stays", "goes"), keeper: keeper, hooks: hooks)
        var seen = changes.makeAsyncIterator()
        let running = Task { await first.run() }
        var said: Set<String?> = [await seen.next(), await seen.next()]
        #expect(said == ["stays up", "goes up"])
        running.cancel()
        await running.value
        let second = first.successor(for: targets("stays", "new"))
        let goingOn = Task { await second.run() }
        said = [await seen.next(), await seen.next()]
        #expect(said == ["goes unknown", "new up"])
        goingOn.cancel()
        await goingOn.value
        let later = WallTime.now.secondsSince1970
        let laterSteady = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
        keeper.witness(now: later + 60, steady: laterSteady + 60)
        await keeper.drain()
        let timelines = try books.timelines(in: Int(now) - 10..<Int(later) + 1000)
        #expect(timelines["stays"]?.spans.map(\.state) == [.up])
        let gone = timelines["goes"]?.spans.last?.seconds.upperBound ?? 0
        #expect(gone < Int(later) + 60, "nobody looks any more")
    }

    @Test(.timeLimit(.minutes(20)))
    func `a stop ends a visit under way at once`() async throws {
        let connections = folder.file("connections")
        let silent = try TestServer.broken("--silent", "--record", connections)
        // Left to itself it would wait for a day: that outlasts the limit of this test.
        var timing = patient
        timing.connect = 86_400
        let service = PollService(
            [try target(dueID("slow"), port: silent.port, sessions: 2)], timing: timing,
            keeper: BookKeeper(books, now: 0, steady: 0, logger: logger), hooks: PollHooks())
        let running = Task { await service.run() }
        try await until("knock and visit are both connected", within: 900) {
            (try? String(contentsOfFile: connections, encoding: .utf8)) == "connected\nconnected\n"
        }
        running.cancel()
        await running.value
        #expect(try books.tallies(in: 0..<Int(Int32.max)).isEmpty)
    }

    @Test func `what the books refuse waits, and is entered when they can be written again`() async throws {
        let keeper = BookKeeper(books, now: 1000, steady: 0, logger: logger)
        await keeper.drain()
        // Another process has them in its hands, for longer than the books wait.
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let blocker = try DatabaseQueue(path: books.path, configuration: configuration)
        try blocker.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        keeper.record(Poll(device: "a", slot: PollSlot(number: 1), result: .ok))
        await keeper.drain()
        #expect(try books.polls(of: "a", in: 0..<10).isEmpty)
        try blocker.inDatabase { try $0.execute(sql: "COMMIT") }
        keeper.witness(now: 1010, steady: 10)
        await keeper.drain()
        #expect(try books.polls(of: "a", in: 0..<10).map(\.result) == [.ok])
    }

    @Test func `the last sign of life is entered, though it comes while another is being written`() async throws {
        let keeper = BookKeeper(books, now: 1000, steady: 0, logger: logger)
        keeper.note("a", DeviceWatch.Change(state: .up, since: 1000, isEvent: false))
        // So many in so short a time that the disk is busy with an earlier one when the last comes.
        for second in 1...1000 { keeper.witness(now: Double(1000 + second), steady: Double(second)) }
        await keeper.drain()
        #expect(try books.timelines(in: 0..<10_000)["a"]?.spans == [Span(1000..<2000, .up)])
    }

    @Test func `a clock that is set begins a new session, in which devices are what they were`() async throws {
        let keeper = BookKeeper(books, now: 10_000, steady: 0, logger: logger)
        keeper.note("a", DeviceWatch.Change(state: .up, since: 10_000, isEvent: false))
        keeper.witness(now: 10_100, steady: 100)
        // An hour forward.
        keeper.witness(now: 13_710, steady: 110)
        keeper.witness(now: 13_800, steady: 200)
        await keeper.drain()
        let timeline = try #require(try books.timelines(in: 0..<20_000)["a"])
        #expect(timeline.spans == [Span(10_000..<10_100, .up), Span(13_710..<13_800, .up)])
    }
}
