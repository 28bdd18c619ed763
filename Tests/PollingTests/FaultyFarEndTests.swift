import Detectors
import Ledger
import Logging
import TestSupport
import Testing
import VideoCore
import VideoStreams

@testable import Polling

/// Two hundred channels at real servers, forty of them faulty, polled in one run: every result and cause is right.
@Suite(.serialized) struct FaultyFarEndTests {
    /// What a poll of a channel has to come to.
    private struct Truth: Hashable {
        var result: PollResult
        var cause: StreamFailure.Code?
        var fault: PictureFault?
    }

    private final class Site {
        var servers: [TestServer] = []
        var targets: [PollTarget] = []
        var truths: [String: Truth] = [:]

        func add(
            _ name: String, count: Int, at port: Int, _ result: PollResult,
            cause: StreamFailure.Code? = nil, fault: PictureFault? = nil
        ) throws {
            for number in 0..<count {
                let device = "\(name)-\(number)"
                let address = try StreamAddress("rtsp://127.0.0.1:\(port)/cam\(number)")
                targets.append(PollTarget(device: device, recorder: name, stream: StreamSettings(address: address)))
                truths[device] = Truth(result: result, cause: cause, fault: fault)
            }
        }

        func serve(
            _ name: String, count: Int, clip: String, options: [String] = [], _ result: PollResult,
            fault: PictureFault? = nil
        ) throws {
            let server = try TestServer.rtsp(clip: clip, ["--cameras", "\(count)"] + options)
            servers.append(server)
            try add(name, count: count, at: server.port, result, fault: fault)
        }

        func refuse(_ name: String, count: Int, _ option: String..., result: PollResult, cause: StreamFailure.Code)
            throws
        {
            let server = try TestServer("broken_server.py", option)
            servers.append(server)
            try add(name, count: count, at: server.port, result, cause: cause)
        }
    }

    @Test(.timeLimit(.minutes(20)))
    func `two hundred channels, forty of them faulty: no poll is misjudged`() async throws {
        let clips = FaultClips(try ScratchFolder())
        for content in FaultClips.Content.allCases { try clips.write(content) }
        let site = Site()
        for number in 1...4 {
            try site.serve(
                "good-\(number)", count: 40, clip: clips.path(.day), options: ["--clip", clips.path(.night)], .ok)
        }
        try site.serve("black", count: 4, clip: clips.path(.black), .black, fault: .black)
        try site.serve("slate", count: 3, clip: clips.path(.slate), .slate, fault: .slate)
        try site.serve("frozen", count: 2, clip: clips.path(.frozen), .frozen, fault: .frozen)
        try site.serve("frozen-with-clock", count: 2, clip: clips.path(.frozenWithClock), .ok)
        try site.serve("covered", count: 2, clip: clips.path(.covered), .ok, fault: .covered)
        try site.serve("blurred", count: 2, clip: clips.path(.blurred), .ok, fault: .blurred)
        try site.serve("moved", count: 2, clip: clips.path(.moved), .ok, fault: .moved)
        try site.serve("late", count: 2, clip: clips.path(.late), options: ["--late", "64"], .ok)
        try site.refuse("unauthorized", count: 4, "--status", "401", result: .unauthorized, cause: .unauthorized)
        try site.refuse("absent", count: 4, "--status", "404", result: .noImage, cause: .notFound)
        try site.refuse("busy", count: 3, "--status", "453", result: .busy, cause: .busy)
        try site.refuse("silent", count: 3, "--silent", result: .noConnect, cause: .connectTimeout)
        try site.refuse("garbage", count: 3, "--garbage", result: .noImage, cause: .wrongProtocol)
        let closed = try TestServer.broken("--silent")
        closed.stop()
        try site.add("refused", count: 4, at: closed.port, .noConnect, cause: .refused)
        #expect(site.targets.count == 200)

        let usual = try Self.baseline(clips.path(.day))
        var hooks = PollHooks()
        hooks.examination = { device in
            let isLearnt = ["covered", "blurred", "moved"].contains { device.hasPrefix($0) }
            return PictureExamination(baseline: isLearnt ? usual : nil)
        }
        let books = try Books(path: clips.folder.file("books.sqlite"))
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let keeper = BookKeeper(books, now: 0, steady: 0, logger: logger)
        // A good server that shares two cores with all the others may need longer than a recorder on its own does.
        var timing = PollTiming()
        timing.connect = 30
        let service = PollService(site.targets, timing: timing, keeper: keeper, hooks: hooks)
        let began = ContinuousClock.now
        let outcomes = await service.pollOnce()
        print("polled 200 channels in \(ContinuousClock.now - began)")
        for (device, truth) in site.truths {
            let found = try #require(outcomes[device])
            #expect(
                Truth(result: found.result, cause: found.failure?.code, fault: found.fault) == truth, "\(device)")
        }
    }

    /// What is usual in the clip at `path`, learnt from a dozen visits.
    private static func baseline(_ path: String) throws -> QualityBaseline {
        var baseline = QualityBaseline()
        let hour = QualityBaseline.hour(of: WallTime.now)
        for _ in 0..<12 {
            var examination = PictureExamination()
            var reader = try FrameReader(
                opening: StreamSettings(address: StreamAddress(file: path)), ledger: FrameLedger())
            try reader.readAll(demand: { .everyFrame }) { examination.look(at: $0) }
            baseline.learn(examination, hour: hour)
        }
        return baseline
    }
}
