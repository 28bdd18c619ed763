import Logging
import TestSupport
import Testing
import VideoCore
import VideoStreams

@testable import Pipeline

/// Log lines, collected.
private struct Lines: TextOutputStream {
    let lines = Recorder<String>()

    mutating func write(_ string: String) { lines.add(string) }
}

@Suite struct CameraLogTests {
    private let sink = Lines()

    private var log: CameraLog {
        let sink = sink
        return CameraLog(
            camera: CameraID("gate"), logger: Logger(label: "test") { StreamLogHandler(label: $0, stream: sink) })
    }

    @Test("A camera that is dead says so once, not at every try; another reason is said at once")
    func thinned() {
        let log = log
        for _ in 0..<25 {
            log.note(.connecting)
            log.note(.pausing(StreamFailure(.refused, "Connection refused")))
        }
        log.note(.pausing(StreamFailure(.notFound)))
        for number in 0..<25 { log.analysisFailed(SquareWatcher.Failure(), restarts: number, pause: .seconds(1)) }
        let lines = sink.lines.values
        #expect(lines.count == 3, "\(lines)")
        #expect(lines.allSatisfy { $0.contains("camera=gate") })
        #expect(lines.first?.contains("nothing listens on this port (Connection refused)") == true)
        #expect(lines.dropFirst().first?.contains("there is no stream at this path") == true)
    }

    @Test("That Tocsin itself stops is no news of the camera")
    func stopping() {
        log.note(.pausing(StreamFailure(.stopped)))
        #expect(sink.lines.values == [])
    }
}
