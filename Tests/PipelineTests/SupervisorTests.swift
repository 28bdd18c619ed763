import Foundation
import Logging
import Synchronization
import TestSupport
import Testing
import VideoCore
import VideoStreams

@testable import Pipeline

/// Cameras put in, replaced and taken away while others run.
@Suite struct SupervisorTests {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let folder: ScratchFolder
    private let server: TestServer

    init() throws {
        folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 1500, width: 64, height: 48)
        server = try TestServer.rtsp(clip: folder.file("a.mp4"))
    }

    private func recipe(_ id: String, _ path: String, _ sights: Recorder<SquareWatcher.Sight>) throws -> CameraRecipe {
        var reading = PacketReader.Options()
        // A busy machine is no silent camera.
        reading.timing.stall = 30
        return CameraRecipe(
            id: CameraID(id),
            stream: StreamSettings(address: try StreamAddress("rtsp://127.0.0.1:\(server.port)/\(path)")),
            reading: reading, makeDetectors: { [SquareWatcher(sights)] })
    }

    private func running(_ supervisor: Supervisor, lasts: Bool = false, _ body: () async throws -> Void) async throws {
        let task = Task { await supervisor.run(lasts: lasts) }
        do { try await body() } catch {
            task.cancel()
            throw error
        }
        task.cancel()
        await task.value
    }

    private func report(_ id: String, _ supervisor: Supervisor) -> CameraReport? {
        supervisor.reports.first { $0.id.name == id }
    }

    @Test("While one camera is replaced, taken away and put in again, another goes on without a gap")
    func others() async throws {
        let (a, b, again) = (
            Recorder<SquareWatcher.Sight>(), Recorder<SquareWatcher.Sight>(), Recorder<SquareWatcher.Sight>()
        )
        let ends = Recorder<CameraID>()
        let supervisor = Supervisor(
            recipes: [try recipe("a", "cam0", a), try recipe("b", "cam0", b)], workers: 2, logger: quiet
        ) { camera, event in
            if case .detectorsGone = event { ends.add(camera) }
        }
        try await running(supervisor) {
            try #require(await a.wait(seconds: 30) { $0.count >= 20 })
            try #require(await b.wait(seconds: 30) { $0.count >= 20 })
            let tap = supervisor.tap(of: CameraID("a"))
            supervisor.put(try recipe("b", "cam0", again))
            #expect(await again.wait(seconds: 30) { $0.count >= 20 })
            let seen = b.values.count
            #expect(ends.values == [CameraID("b")])
            #expect(supervisor.reports.map(\.id.name) == ["a", "b"])
            #expect(report("b", supervisor)?.stream.connections == 1)

            supervisor.remove(CameraID("b"))
            #expect(await ends.wait(seconds: 30) { $0.count == 2 })
            #expect(supervisor.reports.map(\.id.name) == ["a"] && supervisor.tap(of: CameraID("b")) == nil)
            let last = again.values.count
            supervisor.put(try recipe("c", "cam0", again))
            #expect(await again.wait(seconds: 30) { $0.count >= last + 20 })
            #expect(b.values.count == seen, "the detectors that were replaced see nothing any more")

            let before = a.values.count
            #expect(await a.wait(seconds: 30) { $0.count >= before + 10 })
            #expect(report("a", supervisor)?.stream.connections == 1)
            #expect(supervisor.tap(of: CameraID("a")) == tap)
            #expect(report("a", supervisor)?.counts.dropped.values.reduce(0, +) == 0, "not one picture is missing")
        }
        // The square stands still at the end of the clip.
        let numbers = a.values.compactMap(\.number)
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { (0...1).contains($1 - $0) }, "\(numbers)")
        #expect(ends.values.count == 4)
        for report in supervisor.reports { #expect(report.counts.pending == 0) }
    }

    @Test("A camera that is replaced again and again ends with the last recipe alone")
    func often() async throws {
        let sights = (0..<6).map { _ in Recorder<SquareWatcher.Sight>() }
        let supervisor = Supervisor(recipes: [try recipe("a", "cam0", sights[0])], workers: 2, logger: quiet) { _, _ in
        }
        try await running(supervisor) {
            for number in 1..<6 { supervisor.put(try recipe("a", "cam0", sights[number])) }
            #expect(await sights[5].wait(seconds: 20) { $0.count >= 20 })
            let others = sights[1..<5].map { $0.values.count }
            #expect(await sights[5].wait(seconds: 30) { $0.count >= 40 })
            #expect(others == sights[1..<5].map { $0.values.count })
        }
    }

    @Test("A supervisor without cameras waits for them where it is told to, and ends at once where it is not")
    func empty() async throws {
        let none = Supervisor(recipes: [], workers: 1, logger: quiet) { _, _ in }
        await none.run()
        let sights = Recorder<SquareWatcher.Sight>()
        let supervisor = Supervisor(recipes: [], workers: 1, logger: quiet) { _, _ in }
        try await running(supervisor, lasts: true) {
            supervisor.put(try recipe("a", "cam0", sights))
            #expect(await sights.wait(seconds: 30) { $0.count >= 5 })
            supervisor.remove(CameraID("a"))
            supervisor.put(try recipe("b", "cam0", sights))
            let before = sights.values.count
            #expect(await sights.wait(seconds: 30) { $0.count >= before + 5 })
        }
        #expect(report("b", supervisor)?.counts.pending == 0)
    }
}
