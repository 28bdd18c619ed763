import Console
import Logging
import Synchronization
import TestSupport
import Testing

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

/// Runs a server of `pages` on a free port while `body` uses it, and returns when it has ended.
func withServer(
    _ pages: HTTPPages = .fixed(), change: (inout HTTPSettings) -> Void = { _ in },
    _ body: (Int) async throws -> Void
) async throws {
    var settings = HTTPSettings(host: "127.0.0.1", port: 0)
    change(&settings)
    let ports = Recorder<Int>()
    let server = HTTPServer(settings, pages: pages, logger: LogLines().logger, onListening: { ports.add($0) })
    let running = Task { await server.run() }
    _ = await ports.wait(seconds: 10) { !$0.isEmpty }
    do {
        try await body(try #require(ports.values.first))
    } catch {
        running.cancel()
        throw error
    }
    running.cancel()
    await running.value
}
