import Dispatch
import Logging
import Pipeline
import TestSupport
import Testing
import VideoCore
import VideoStreams

@Suite struct PulseTests {
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func `It beats until it is cancelled`() async {
        let beats = Recorder<Void>()
        let supervisor = Supervisor(recipes: [], workers: 1, logger: quiet) { _, _ in }
        let pulse = Task { await supervisor.pulse(every: .milliseconds(1)) { beats.add(()) } }
        #expect(await beats.wait(seconds: 10) { $0.count >= 3 })
        pulse.cancel()
        await pulse.value
    }

    @Test func `It falls silent while every worker is stuck, and beats again afterwards`() async throws {
        let clip = try ScratchFolder()
        try TestClips.movingSquare(to: clip.file("a.mp4"), frames: 5)
        let (beats, stuck, release) = (Recorder<Void>(), Recorder<Void>(), DispatchSemaphore(value: 0))
        let stream = StreamSettings(address: StreamAddress(file: clip.file("a.mp4")))
        let recipe = CameraRecipe(id: CameraID("a"), stream: stream) {
            stuck.add(())
            release.wait()
            return []
        }
        let supervisor = Supervisor(recipes: [recipe], workers: 1, logger: quiet) { _, _ in }
        let pulse = Task { await supervisor.pulse(every: .milliseconds(1)) { beats.add(()) } }
        #expect(await beats.wait(seconds: 10) { !$0.isEmpty })
        let running = Task { await supervisor.run() }
        #expect(await stuck.wait(seconds: 10) { !$0.isEmpty })
        // The only worker waits from here on, so the count stands still.
        let count = beats.values.count
        #expect(await !beats.wait(seconds: 0.2) { $0.count > count })
        release.signal()
        #expect(await beats.wait(seconds: 10) { $0.count > count })
        await running.value
        pulse.cancel()
        await pulse.value
    }
}
