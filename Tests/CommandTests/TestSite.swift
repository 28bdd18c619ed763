import Foundation
import TestSupport
import Testing

/// A site on disk for `tocsin run`, with one camera.
struct TestSite {
    let folder: ScratchFolder

    static let sample = Program.checkout + "/samples/facade-fall.mp4"

    init() throws { folder = try ScratchFolder() }

    /// The detectors part of the bundled configuration for the sample.
    private static func detectors() throws -> String {
        let text = try String(contentsOfFile: Program.checkout + "/samples/facade.yaml", encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let from = try #require(lines.firstIndex { $0.hasPrefix("detectors:") })
        return lines[from...].map { "    " + $0 }.joined(separator: "\n")
    }

    /// Writes site.yaml and returns its path; `more` is put below the camera's address.
    func write(
        url: String = TestSite.sample, more: String = "", sink: String = "alarms.jsonl",
        http: String = "{enabled: false}"
    ) throws -> String {
        let text = """
            site: test
            timeZone: Asia/Shanghai
            dataDirectory: ./data
            http: \(http)
            evidence: {minimumFree: 1MiB}
            outbox: {reserve: 1MiB}
            sinks:
              - file: {path: \(sink)}
            cameras:
              - camera: facade
                url: "\(url)"
            \(more)
            \(try Self.detectors())
            """
        try text.write(toFile: folder.file("site.yaml"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file("site.yaml"))
        return folder.file("site.yaml")
    }

    /// A recording in which the fall of the sample comes every eight seconds for eight minutes, as before a camera that
    /// does not end.
    func longSample() async throws -> String {
        let path = folder.file("long.mp4")
        try await Program.ffmpeg(["-stream_loop", "60", "-i", Self.sample, "-c", "copy", path])
        return path
    }

    /// Starts the service; its log goes to the file `err`.
    func start(_ config: String, wrapper: [String] = []) throws -> Process {
        try Program.start(
            ["run", "--config", config], wrapper: wrapper, output: folder.file("out"), errors: folder.file("err"))
    }

    /// What the service has logged.
    var log: String { (try? String(contentsOfFile: folder.file("err"), encoding: .utf8)) ?? "" }

    /// Where it serves figures and alarms, once the log says so.
    var port: Int? { log.firstMatch(of: #/http://127\.0\.0\.1:(\d+)/metrics/#).flatMap { Int($0.1) } }

    /// The first token, once the service has shown it.
    var token: String? {
        let output = try? String(contentsOfFile: folder.file("out"), encoding: .utf8)
        return output?.firstMatch(of: /tocsin_[0-9a-f]{64}\n/).map { String($0.0.dropLast()) }
    }

    /// Events of the file sink, as dictionaries.
    var events: [[String: Any]] {
        let text = (try? String(contentsOfFile: folder.file("data/alarms.jsonl"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap {
            (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
        }
    }

    /// Sends SIGTERM to `process` and waits for its end; seconds that took. One that does not end in 15 s is killed.
    static func stop(_ process: Process) async -> Double {
        let began = ContinuousClock.now
        let pid = process.processIdentifier
        kill(pid, SIGTERM)
        let last = Task {
            try await Task.sleep(for: .seconds(15))
            kill(pid, SIGKILL)
        }
        await Program.end(of: process)
        last.cancel()
        return (ContinuousClock.now - began) / .seconds(1)
    }
}

/// Waits until `condition` holds, looking again ten times a second; false after `seconds`.
func eventually(seconds: Double, _ condition: () -> Bool) async throws -> Bool {
    let began = ContinuousClock.now
    while ContinuousClock.now - began < .seconds(seconds) {
        if condition() { return true }
        try await Task.sleep(for: .milliseconds(100))
    }
    return condition()
}

/// What `body` takes at least in up to three tries, until one is below `bound`: a busy machine adds what it likes.
func shortest(below bound: Duration, _ body: () async throws -> Void) async rethrows -> Duration {
    var shortest = Duration.seconds(3600)
    for _ in 0..<3 where shortest >= bound {
        let began = ContinuousClock.now
        try await body()
        shortest = min(shortest, ContinuousClock.now - began)
    }
    return shortest
}
