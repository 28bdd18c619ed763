import Foundation
import TestSupport
import Testing

/// `tocsin run`, as a service: a real RTSP server, a real queue, real signals.
@Suite struct RunTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    private func data(_ event: [String: Any]) -> [String: Any] { event["data"] as? [String: Any] ?? [:] }

    private func floor(_ event: [String: Any]) -> Int? { (data(event)["origin"] as? [String: Any])?["floor"] as? Int }

    /// Seconds on the stream's clock from the beginning of an event to its end.
    private func duration(_ event: [String: Any]) -> Double? {
        guard let span = data(event)["mediaTime"] as? [String: Double], let start = span["start"], let end = span["end"]
        else { return nil }
        return end - start
    }

    /// The track as seconds from its first point, x and y.
    private func track(_ event: [String: Any]) -> [[Double]] {
        let points = data(event)["track"] as? [[Double]] ?? []
        return points.map { [$0[0] - (points.first?[0] ?? 0), $0[1], $0[2]] }
    }

    private func fromFile() async throws -> [String: Any] {
        let outcome = try await Program.run([
            "analyze", TestSite.sample, "--config", Program.checkout + "/samples/facade.yaml",
        ])
        let line = try #require(outcome.output.split(separator: "\n").first)
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    /// The same fall: its floor, how long it took, and where each point of its track lies.
    private func expectSame(_ seen: [String: Any], _ file: [String: Any]) throws {
        #expect(floor(seen) == floor(file) && floor(file) == 9)
        let (lasted, expected) = (try #require(duration(seen)), try #require(duration(file)))
        #expect(abs(lasted - expected) < 0.1, "\(lasted) s, \(expected) s in the file")
        let (points, reference) = (track(seen), track(file))
        #expect(abs(points.count - reference.count) <= 2 && reference.count > 20)
        for point in points {
            let near = reference.contains { other in
                abs(other[0] - point[0]) < 0.05 && hypot(other[1] - point[1], other[2] - point[2]) < 0.02
            }
            #expect(near, "\(point) is not on the track in the file")
        }
    }

    @Test(
        "The clip over RTSP with digest authentication rings like the clip as a file, over TCP and UDP",
        arguments: ["tcp", "udp"])
    func sameAlarm(transport: String) async throws {
        let server = try TestServer.rtsp(clip: TestSite.sample, ["--user", "guard", "--password", "se:cr@t&1"])
        let config = try site.write(
            url: "rtsp://guard:se:cr@t&1@127.0.0.1:\(server.port)/cam0", more: "    transport: \(transport)")
        let process = try site.start(config)
        #expect(try await eventually(seconds: 20) { !site.events.isEmpty })
        #expect(await TestSite.stop(process) < 6)
        #expect(process.terminationStatus == 0)
        let opens = site.events.filter { data($0)["phase"] as? String == "open" }
        #expect(opens.count == 1)
        try expectSame(try #require(opens.first), try await fromFile())
        #expect(site.log.contains("thrown object"))
        #expect(!site.log.contains("se:cr@t"))
        let picture = try #require((data(opens[0])["evidence"] as? [[String: Any]])?.first)
        let path = site.folder.file("data/evidence/") + (picture["uri"] as? String ?? "").replacing("file:", with: "")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == picture["bytes"] as? Int)
    }

    @Test("What was queued before a kill -9 is in the queue afterwards, and delivered by the next start")
    func killed() async throws {
        let config = try site.write(more: "    loop: true")
        var delivered: Set<String> = []
        for _ in 0..<3 {
            let before = site.events.count
            let process = try site.start(config)
            #expect(try await eventually(seconds: 20) { site.events.count > before })
            kill(process.processIdentifier, SIGKILL)
            await Program.end(of: process)
            delivered.formUnion(site.events.compactMap { $0["id"] as? String })
        }
        let list = try await Program.run(["alarms", "list", "--data", site.folder.file("data"), "--format", "json"])
        #expect(list.status == 0, "\(list.errors)")
        let queued = list.output.split(separator: "\n")
        #expect(!queued.isEmpty && !delivered.isEmpty)
        for id in delivered {
            #expect(queued.contains { $0.contains(id.prefix(36)) }, "\(id)")
        }
    }

    @Test("A data directory that was moved with its configuration is gone on with: nothing is delivered twice")
    func moved() async throws {
        let process = try site.start(try site.write())
        #expect(try await eventually(seconds: 20) { !site.events.isEmpty })
        _ = await TestSite.stop(process)
        let before = site.events.compactMap { $0["id"] as? String }
        let other = try TestSite()
        try FileManager.default.moveItem(atPath: site.folder.file("data"), toPath: other.folder.file("data"))
        // A camera that shows nothing, so that whatever is delivered comes from before.
        let again = try other.start(try other.write(url: Program.checkout + "/samples/facade-quiet.mp4"))
        #expect(try await eventually(seconds: 30) { other.log.contains("watching") })
        try await Task.sleep(for: .seconds(1))
        _ = await TestSite.stop(again)
        let after = other.events.compactMap { $0["id"] as? String }
        #expect(Set(after).count == after.count && after.starts(with: before), "\(before) \(after)")
        #expect(!other.log.contains("does not name the receiver"))
    }

    @Test("A data directory that cannot be used ends the start with its reason and status 1")
    func badFolder() async throws {
        let config = try site.write()
        try Data("in the way".utf8).write(to: URL(fileURLWithPath: site.folder.file("data")))
        let outcome = try await Program.run(["run", "--config", config])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("data directory"), "\(outcome.errors)")
    }
}
