import Alarms
import Console
import Foundation
import Logging
import Synchronization
import Telemetry
import TestSupport
import Testing
import VideoCore

/// Log lines, collected.
final class LogLines: TextOutputStream, Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func write(_ string: String) { lines.withLock { $0.append(string) } }

    var logger: Logger { Logger(label: "test") { StreamLogHandler(label: $0, stream: self) } }
}

extension HTTPPages {
    /// Pages that say the same each time.
    static func fixed(metrics: String = "a 1\n", troubles: [String] = [], obstacles: [String] = []) -> HTTPPages {
        HTTPPages(metrics: { metrics }, troubles: { troubles }, obstacles: { obstacles })
    }
}

/// A queue in a folder of its own, a token for each role, and the interface to it.
final class APIFixture: Sendable {
    let folder: ScratchFolder
    let outbox: Outbox
    let bell = QueueBell()
    let metrics = Metrics()
    let tokens: [AccessToken.Role: String]

    init() throws {
        folder = try ScratchFolder()
        var settings = OutboxSettings(path: folder.file("outbox.sqlite"))
        settings.reserveBytes = 0
        let outbox = try Outbox(settings)
        self.outbox = outbox
        tokens = try Dictionary(
            uniqueKeysWithValues: AccessToken.Role.allCases.map {
                ($0, try outbox.addToken(name: "a \($0.rawValue)", role: $0).secret.revealed)
            })
    }

    var operate: String { tokens[.operate] ?? "" }

    func api(_ change: (inout AlarmAPI.Surroundings) -> Void = { _ in }) throws -> AlarmAPI {
        var surroundings = AlarmAPI.Surroundings()
        surroundings.evidence = folder.file("evidence")
        change(&surroundings)
        return AlarmAPI(
            queue: try Outbox(outbox.settings, role: .visitor), bell: bell, metrics: metrics, surroundings: surroundings
        )
    }

    /// Whether the metrics show `line` within 12 s.
    func shows(_ line: String) async -> Bool {
        let end = ContinuousClock.now + .seconds(12)
        while ContinuousClock.now < end {
            if metrics.prometheusText().contains(line + "\n") { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    /// Puts an alarm into the queue, as the desk does, and rings.
    @discardableResult
    func append(
        _ number: Int, _ phase: AlarmPhase = .open, kind: AlarmKind = .fire, camera: String = "gate",
        isTest: Bool = false
    ) throws -> AlarmEvent {
        let start = Timestamp(milliseconds: 1_800_000_000_000 + Int64(number) * 1000)
        var data = AlarmData(
            alarmID: AlarmID(site: "garden", camera: CameraID(camera), kind: kind, start: start), kind: kind,
            phase: phase, priority: 1, camera: AlarmCamera(id: camera), mediaTime: MediaSpan(start: 0, end: 1),
            confidence: 0.5)
        data.isTest = isTest
        let event = AlarmEvent(site: "garden", time: start, data: data)
        try outbox.append(event)
        bell.ring()
        return event
    }
}

/// Runs a server of `pages` and the interface on a free port while `body` uses it, and returns when it has ended.
func withServer(
    _ pages: HTTPPages = .fixed(), fixture: APIFixture? = nil,
    surroundings: (inout AlarmAPI.Surroundings) -> Void = { _ in },
    change: (inout HTTPSettings) -> Void = { _ in }, parts: ConsoleParts = ConsoleParts(),
    _ body: (TestClient) async throws -> Void
) async throws {
    let fixture = try fixture ?? APIFixture()
    var settings = HTTPSettings(host: "127.0.0.1", port: 0)
    change(&settings)
    let ports = Recorder<Int>()
    let server = HTTPServer(
        settings, pages: pages, api: try fixture.api(surroundings), parts: parts, logger: LogLines().logger,
        onListening: { ports.add($0) })
    let running = Task { await server.run() }
    _ = await ports.wait(seconds: 10) { !$0.isEmpty }
    do {
        try await body(TestClient(port: try #require(ports.values.first), token: fixture.operate))
    } catch {
        running.cancel()
        throw error
    }
    running.cancel()
    await running.value
}

/// One that asks a server, and has a token for everything.
struct TestClient {
    let port: Int
    let token: String

    /// The header field that shows the token.
    var authorization: String { "Authorization: Bearer \(token)\r\n" }

    /// What comes back for `path`; nil where nothing does.
    func get(
        _ path: String, method: String = "GET", token: String?? = nil, fields: [String: String] = [:],
        body: String? = nil, patience: Double = 8
    ) async -> (status: Int, head: String, body: String)? {
        await RawConnection.get(
            port: port, path, method: method, token: token ?? self.token, fields: fields, body: body,
            patience: patience)
    }

    /// The object that comes back for `path`, and the status.
    func json(
        _ path: String, method: String = "GET", token: String?? = nil, fields: [String: String] = [:],
        body: String? = nil, patience: Double = 8
    ) async throws -> (status: Int, object: [String: Any]) {
        let answer = try #require(
            await get(path, method: method, token: token, fields: fields, body: body, patience: patience))
        let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        return (answer.status, object ?? [:])
    }
}
