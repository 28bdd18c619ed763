import Foundation
import Logging
import TestSupport
import Testing
import VideoCore
import VideoStreams

@testable import Pipeline

/// Cameras on real RTSP servers, with real faults.
@Suite struct CameraTaskTests {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func camera(
        _ url: String, transport: RTSPTransport = .tcp, stall: Double = ConnectionTiming().stall,
        onEvent: @escaping CameraEventHandler = { _, _ in }, detectors: @escaping @Sendable () -> [any Detector]
    ) throws -> CameraTask {
        var stream = StreamSettings(address: try StreamAddress(url))
        stream.transport = transport
        var reading = PacketReader.Options()
        reading.timing.stall = stall
        let recipe = CameraRecipe(id: CameraID("test"), stream: stream, reading: reading, makeDetectors: detectors)
        return CameraTask(recipe: recipe, budget: ConnectionBudget(), logger: quiet, onEvent: onEvent)
    }

    private func running(_ camera: CameraTask, while body: () async throws -> Void) async rethrows {
        let pool = WorkerPool(workers: 2)
        let task = Task(executorPreference: pool) { await camera.run() }
        defer { task.cancel() }
        try await body()
        task.cancel()
        await task.value
    }

    @Test("Over RTSP every picture arrives, in order, and all are accounted for", arguments: RTSPTransport.allCases)
    func arrives(transport: RTSPTransport) async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 60)
        let server = try TestServer.rtsp(clip: folder.file("a.mp4"), ["--user", "u", "--password", "a@b:c&d"])
        let sights = Recorder<SquareWatcher.Sight>()
        let camera = try camera("rtsp://u:a@b:c&d@127.0.0.1:\(server.port)/cam0", transport: transport) {
            [SquareWatcher(sights)]
        }
        await running(camera) {
            #expect(await sights.wait(seconds: 30) { $0.count >= 55 })
        }
        let numbers = sights.values.prefix(55).compactMap(\.number)
        let first = try #require(numbers.first)
        #expect(numbers == Array(first..<first + 55))
        #expect(camera.report.counts.pending == 0)
        #expect(camera.report.pictureSize == CameraReport.PictureSize(width: 160, height: 96))
    }

    @Test("A server that goes silent in mid-stream is noticed within six seconds, and its return too")
    func silence() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 1500, width: 64, height: 48)
        let server = try TestServer.rtsp(clip: folder.file("a.mp4"))
        let sights = Recorder<SquareWatcher.Sight>()
        let camera = try camera("rtsp://127.0.0.1:\(server.port)/cam0") { [SquareWatcher(sights)] }
        try await running(camera) {
            try #require(await sights.wait(seconds: 30) { $0.count >= 30 })
            // A busy machine adds what it likes.
            var shortest = Duration.seconds(3600)
            for _ in 0..<3 where shortest > .seconds(6) {
                server.freeze()
                let frozen = ContinuousClock.now
                while camera.report.stream.phase == .streaming, ContinuousClock.now - frozen < .seconds(60) {
                    try await Task.sleep(for: .milliseconds(50))
                }
                shortest = min(shortest, ContinuousClock.now - frozen)
                #expect(camera.report.stream.lastFailure?.code == .stalled)
                server.thaw()
                let before = sights.values.count
                try #require(await sights.wait(seconds: 30) { $0.count > before + 10 })
            }
            #expect(shortest <= .seconds(6))
        }
    }

    @Test("What was learnt is forgotten while the stream goes on: the detectors are made anew")
    func relearns() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 1500, width: 64, height: 48)
        let server = try TestServer.rtsp(clip: folder.file("a.mp4"))
        let sights = Recorder<SquareWatcher.Sight>()
        let steps = Recorder<String>()
        var stream = StreamSettings(address: try StreamAddress("rtsp://127.0.0.1:\(server.port)/cam0"))
        stream.transport = .tcp
        let recipe = CameraRecipe(id: CameraID("test"), stream: stream) {
            steps.add("made")
            return [SquareWatcher(sights)]
        } forget: {
            steps.add("forgotten")
        }
        let camera = CameraTask(recipe: recipe, budget: ConnectionBudget(), logger: quiet) { _, event in
            if case .detectorsGone = event { steps.add("gone") }
        }
        try await running(camera) {
            try #require(await sights.wait(seconds: 30) { $0.count >= 10 })
            camera.relearn()
            #expect(await steps.wait(seconds: 30) { $0.count >= 5 })
            let before = sights.values.count
            #expect(await sights.wait(seconds: 30) { $0.count > before + 10 })
        }
        #expect(steps.values == ["made", "forgotten", "forgotten", "gone", "made", "gone"])
        #expect(camera.report.restarts == 0)
    }

    @Test("A server that was away is back on screen a third of the outage later at most, and media time goes on")
    func restart() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 1500, width: 64, height: 48)
        let server = try TestServer.rtsp(clip: folder.file("a.mp4"))
        let sights = Recorder<SquareWatcher.Sight>()
        let camera = try camera("rtsp://127.0.0.1:\(server.port)/cam0") { [SquareWatcher(sights)] }
        // The outage counts from here: before it the stream is not well for long.
        let began = ContinuousClock.now
        try await running(camera) {
            try #require(await sights.wait(seconds: 30) { $0.count >= 30 })
            server.stop()
            try await Task.sleep(for: .seconds(10))
            let before = sights.values
            let again = try TestServer.rtsp(clip: folder.file("a.mp4"), ["--port", "\(server.port)"])
            let back = ContinuousClock.now
            try #require(await sights.wait(seconds: 20) { $0.count > before.count })
            let (last, next) = (before[before.count - 1], sights.values[before.count])
            // What is left of the pause, and what connecting takes.
            #expect(next.at - back <= (back - began) / 3 + .seconds(3))
            let passed = (next.at - last.at) / .seconds(1)
            #expect(abs(next.mediaTime - last.mediaTime - passed) < 2)
            again.stop()
        }
    }

    @Test("A detector that throws restarts its camera alone; the reader goes on, and open incidents are given up")
    func detectorFails() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 500, width: 64, height: 48)
        let server = try TestServer.rtsp(clip: folder.file("a.mp4"), ["--cameras", "2"])
        let bad = Recorder<SquareWatcher.Sight>()
        let good = Recorder<SquareWatcher.Sight>()
        let gone = Recorder<Bool>()
        let failing = try camera(
            "rtsp://127.0.0.1:\(server.port)/cam0",
            // A busy machine is no silent camera.
            stall: 30,
            onEvent: { _, event in
                if case .detectorsGone = event { gone.add(true) }
            }
        ) { [SquareWatcher(bad, failsAt: 20)] }
        let other = try camera("rtsp://127.0.0.1:\(server.port)/cam1") { [SquareWatcher(good)] }
        try await running(failing) {
            try await running(other) {
                try #require(await bad.wait(seconds: 30) { $0.count >= 30 })
                #expect(failing.report.restarts >= 1)
                #expect(failing.report.stream.connections == 1)
                #expect(other.report.restarts == 0)
                #expect(await good.wait(seconds: 30) { $0.count >= 30 })
            }
        }
        #expect(gone.values.count >= 2)
        #expect(failing.report.counts.pending == 0)
    }

    @Test("A recording is played once, and its end ends the camera")
    func recording() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 30)
        let sights = Recorder<SquareWatcher.Sight>()
        let camera = try camera(folder.file("a.mp4")) { [SquareWatcher(sights)] }
        let began = ContinuousClock.now
        await camera.run()
        #expect(sights.values.map(\.number) == Array(0..<30))
        #expect(ContinuousClock.now - began > .seconds(1))
        #expect(camera.report.stream.phase == .ended)
        #expect(camera.report.counts.decoded == 30 && camera.report.counts.pending == 0)
    }

    @Test("A camera that comes back with another codec and size is read on")
    func codecChange() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 1500, width: 64, height: 48)
        var options = ClipOptions()
        options.codec = .h265
        try TestClips.movingSquare(to: folder.file("b.mp4"), frames: 500, width: 96, height: 64, options: options)
        let server = try TestServer.rtsp(clip: folder.file("a.mp4"))
        let sights = Recorder<SquareWatcher.Sight>()
        let camera = try camera("rtsp://127.0.0.1:\(server.port)/cam0") { [SquareWatcher(sights)] }
        try await running(camera) {
            try #require(await sights.wait(seconds: 30) { $0.count >= 30 })
            server.stop()
            let again = try TestServer.rtsp(
                clip: folder.file("b.mp4"), ["--codec", "h265", "--port", "\(server.port)"])
            let before = sights.values.count
            #expect(await sights.wait(seconds: 30) { $0.count > before + 10 })
            #expect(camera.report.pictureSize == CameraReport.PictureSize(width: 96, height: 64))
            #expect(camera.report.restarts == 0)
            again.stop()
        }
    }

    @Test("A camera that sends garbage does not take the process down, and is tried again")
    func garbage() async throws {
        let server = try TestServer.broken("--forged")
        let camera = try camera("rtsp://127.0.0.1:\(server.port)/x") { [] }
        try await running(camera) {
            let began = ContinuousClock.now
            while camera.report.stream.connections < 3, ContinuousClock.now - began < .seconds(60) {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        #expect(camera.report.stream.connections >= 3)
        #expect(camera.report.stream.lastFailure != nil)
        #expect(camera.report.counts.received > 0 && camera.report.counts.decoded == 0)
        #expect(camera.report.counts.pending == 0)
    }

    @Test("No more attempts to connect to one recorder are under way than it allows")
    func budget() async throws {
        let server = try TestServer.broken("--silent")
        let budget = ConnectionBudget()
        var reading = PacketReader.Options()
        reading.maxConnects = 2
        let cameras = try (0..<6).map { number in
            CameraTask(
                recipe: CameraRecipe(
                    id: CameraID("c\(number)"),
                    stream: StreamSettings(address: try StreamAddress("rtsp://127.0.0.1:\(server.port)/\(number)")),
                    reading: reading, makeDetectors: { [] }),
                budget: budget, logger: quiet, onEvent: { _, _ in })
        }
        let pool = WorkerPool(workers: 2)
        let tasks = cameras.map { camera in Task(executorPreference: pool) { await camera.run() } }
        let began = ContinuousClock.now
        var most = 0
        while ContinuousClock.now - began < .seconds(2) {
            most = max(most, budget.count(device: "127.0.0.1:\(server.port)"))
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(most == 2)
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        #expect(budget.count(device: "127.0.0.1:\(server.port)") == 0)
    }
}
