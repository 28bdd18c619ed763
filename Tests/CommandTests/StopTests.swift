import Foundation
import TestSupport
import Testing

/// Ends of `tocsin run` under conditions that would hold up a careless program.
@Suite struct StopTests {
    @Test("A log that nobody reads, its pipe full, stops neither alarms nor the end")
    func unreadLog() async throws {
        let site = try TestSite()
        let fifo = site.folder.file("log")
        try #require(unsafe mkfifo(fifo, 0o600) == 0)
        // Both ends are open here, and nothing is ever read.
        let pipe = unsafe open(fifo, O_RDWR | O_NONBLOCK)
        defer { close(pipe) }
        let piece = [UInt8](repeating: 0x2E, count: 4096)
        while unsafe write(pipe, piece, piece.count) > 0 {}
        while unsafe write(pipe, piece, 1) > 0 {}
        let process = try site.start(
            try site.write(more: "    loop: true"), wrapper: ["sh", "-c", "exec \"$0\" \"$@\" 2>'\(fifo)'"])
        #expect(try await eventually(seconds: 20) { site.events.count >= 2 })
        #expect(await TestSite.stop(process) < 6)
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        let list = try await Program.run(["alarms", "list", "--data", site.folder.file("data"), "--format", "json"])
        #expect(list.output.contains("\"open\":"), "\(list.errors)")
    }

    /// A service that was stopped while its queue refused an alarm, and still does.
    private struct Refused {
        let site: TestSite
        let config: String
        let process: Process
        let holder: QueueHold
        /// What the end took.
        let seconds: Double
    }

    /// Holds the queue of a service that has just begun, and stops it when its alarm was refused; nil where the alarm,
    /// which comes some five seconds after the start, was queued before.
    private func stopRefusing() async throws -> Refused? {
        let site = try TestSite()
        let config = try site.write()
        let process = try site.start(config)
        try #require(try await eventually(seconds: 30) { site.log.contains("watching") })
        let holder = try QueueHold(site.folder.file("data/outbox.sqlite"))
        let isRefused = try await eventually(seconds: 30) {
            site.log.contains("not queued yet: thrown object") || !site.events.isEmpty
        }
        let seconds = await TestSite.stop(process)
        guard isRefused, site.events.isEmpty else {
            holder.letGo()
            return nil
        }
        return Refused(site: site, config: config, process: process, holder: holder, seconds: seconds)
    }

    @Test("An alarm that the queue refuses is in the log, and after SIGTERM in a file that the next start takes in")
    func refusedQueue() async throws {
        // A busy machine may hold the queue too late, and adds to the end what it likes.
        var found: Refused?
        for _ in 0..<3 where found.map({ $0.seconds >= 6 }) ?? true {
            found?.holder.letGo()
            found = try await stopRefusing()
        }
        let refused = try #require(found)
        let (site, process) = (refused.site, refused.process)
        #expect(refused.seconds < 6)
        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        let line = try #require(site.log.split(separator: "\n").first { $0.hasPrefix("{\"data\":") })
        let id = try #require(line.firstMatch(of: /"id":"([0-9a-f-]+-open)"/)?.1)
        #expect(site.log.contains("data/waiting/waiting-"), "\(site.log)")
        #expect(site.events.isEmpty)
        refused.holder.letGo()

        let again = try site.start(refused.config)
        #expect(try await eventually(seconds: 30) { site.events.contains { $0["id"] as? String == String(id) } })
        _ = await TestSite.stop(again)
        #expect(again.terminationStatus == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.folder.file("data/waiting")) == [])
    }

    @Test("Alarms saved outside a data directory that has moved are named at the start, with what to do")
    func orphans() async throws {
        let folder = "/var/tmp/tocsin-\(geteuid())-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/waiting-1-1.jsonl"))
        let site = try TestSite()
        let process = try site.start(try site.write())
        try #require(try await eventually(seconds: 30) { site.log.contains("watching") })
        #expect(site.log.contains("\(folder) holds alarms saved for another data directory"), "\(site.log)")
        #expect(site.log.contains("data/waiting"))
        _ = await TestSite.stop(process)
    }

    @Test("A second service on the same data directory does not start; after a kill -9 of the first the next one does")
    func twoServices() async throws {
        let site = try TestSite()
        let config = try site.write(more: "    loop: true")
        let first = try site.start(config)
        try #require(try await eventually(seconds: 30) { site.log.contains("watching") })
        let second = try await Program.run(["run", "--config", config])
        #expect(second.status == 1)
        #expect(second.errors.contains("another tocsin"), "\(second.errors)")
        #expect(first.isRunning)
        let visitor = try await Program.run(["alarms", "list", "--config", config])
        #expect(visitor.status == 0, "\(visitor.errors)")
        kill(first.processIdentifier, SIGKILL)
        await Program.end(of: first)
        let third = try site.start(config)
        #expect(try await eventually(seconds: 30) { site.log.contains("watching") })
        _ = await TestSite.stop(third)
        #expect(third.terminationStatus == 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: site.folder.file("data"))
        where !name.hasPrefix("alarms.jsonl") {
            let check = try await Program.run(["check", try site.write(sink: name)])
            #expect(check.status == 2, "\(name) is the service's own")
        }
    }
}
