import Foundation
import TestSupport
import Testing

/// `tocsin run`, as a service: a real RTSP server, a real queue, real signals.
@Suite struct RunTests {
    private static let sample = Program.checkout + "/samples/facade-fall.mp4"

    /// The detectors part of the bundled configuration for the sample.
    private static func detectors() throws -> String {
        let text = try String(contentsOfFile: Program.checkout + "/samples/facade.yaml", encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let from = try #require(lines.firstIndex { $0.hasPrefix("detectors:") })
        return lines[from...].map { "    " + $0 }.joined(separator: "\n")
    }

    private func site(in folder: ScratchFolder, url: String, more: String = "") throws -> String {
        let text = """
            site: test
            timeZone: Asia/Shanghai
            dataDirectory: ./data
            evidence: {minimumFree: 1MiB}
            outbox: {reserve: 1MiB}
            sinks:
              - file: {path: alarms.jsonl}
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

    /// Events of the file sink, as dictionaries.
    private func events(in folder: ScratchFolder) -> [[String: Any]] {
        let text = (try? String(contentsOfFile: folder.file("data/alarms.jsonl"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap {
            (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
        }
    }

    private func data(_ event: [String: Any]) -> [String: Any] { event["data"] as? [String: Any] ?? [:] }

    private func floor(_ event: [String: Any]) -> Int? { (data(event)["origin"] as? [String: Any])?["floor"] as? Int }

    /// Waits until `condition` holds, looking again ten times a second; false after `seconds`.
    private func eventually(seconds: Double, _ condition: () -> Bool) async throws -> Bool {
        let began = ContinuousClock.now
        while ContinuousClock.now - began < .seconds(seconds) {
            if condition() { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return condition()
    }

    @Test(
        "The clip over RTSP with digest authentication rings like the clip as a file, over TCP and UDP",
        arguments: ["tcp", "udp"])
    func sameAlarm(transport: String) async throws {
        let folder = try ScratchFolder()
        let file = try await Program.run([
            "analyze", Self.sample, "--config", Program.checkout + "/samples/facade.yaml",
        ])
        let line = try #require(file.output.split(separator: "\n").first)
        let fromFile = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let server = try TestServer.rtsp(clip: Self.sample, ["--user", "guard", "--password", "se:cr@t&1"])
        let config = try site(
            in: folder, url: "rtsp://guard:se:cr@t&1@127.0.0.1:\(server.port)/cam0",
            more: "    transport: \(transport)")
        let process = try Program.start(
            ["run", "--config", config], output: folder.file("out"), errors: folder.file("err"))
        #expect(try await eventually(seconds: 20) { !events(in: folder).isEmpty })
        kill(process.processIdentifier, SIGTERM)
        let stopping = ContinuousClock.now
        await Program.end(of: process)
        #expect(ContinuousClock.now - stopping < .seconds(5))
        #expect(process.terminationStatus == 0)
        let opens = events(in: folder).filter { data($0)["phase"] as? String == "open" }
        #expect(opens.count == 1)
        #expect(opens.first.flatMap(floor) == floor(fromFile))
        #expect(floor(fromFile) == 9)
        let log = try String(contentsOfFile: folder.file("err"), encoding: .utf8)
        #expect(log.contains("thrown object"))
        #expect(!log.contains("se:cr@t"))
        let picture = try #require((data(opens[0])["evidence"] as? [[String: Any]])?.first)
        let path = folder.file("data/evidence/") + (picture["uri"] as? String ?? "").replacing("file:", with: "")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == picture["bytes"] as? Int)
    }

    @Test("What was queued before a kill -9 is in the queue afterwards, and delivered by the next start")
    func killed() async throws {
        let folder = try ScratchFolder()
        let config = try site(in: folder, url: Self.sample, more: "    loop: true")
        var delivered: Set<String> = []
        for _ in 0..<3 {
            let process = try Program.start(
                ["run", "--config", config], output: folder.file("out"), errors: folder.file("err"))
            let before = events(in: folder).count
            #expect(try await eventually(seconds: 20) { events(in: folder).count > before })
            kill(process.processIdentifier, SIGKILL)
            await Program.end(of: process)
            delivered.formUnion(events(in: folder).compactMap { $0["id"] as? String })
        }
        let list = try await Program.run(["alarms", "list", "--data", folder.file("data"), "--format", "json"])
        #expect(list.status == 0, "\(list.errors)")
        let queued = list.output.split(separator: "\n")
        #expect(!queued.isEmpty && !delivered.isEmpty)
        for id in delivered {
            #expect(queued.contains { $0.contains(id.prefix(36)) }, "\(id)")
        }
    }

    @Test("A data directory that cannot be used ends the start with its reason and status 1")
    func badFolder() async throws {
        let folder = try ScratchFolder()
        let config = try site(in: folder, url: Self.sample)
        try Data("in the way".utf8).write(to: URL(fileURLWithPath: folder.file("data")))
        let outcome = try await Program.run(["run", "--config", config])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("data directory"), "\(outcome.errors)")
    }
}
