import Foundation
import Ledger
import Polling
import TestSupport
import Testing
import VideoCore
import VideoStreams

/// The books as the whole program keeps them, against a real RTSP server.
struct BooksTests {
    /// An id whose poll of this half hour is due at once, and soon after the turn of it: that may come before it is polled.
    private static func dueID(_ name: String, at now: Int) -> String {
        func isDue(_ id: String, at moment: Int) -> Bool {
            if case .visit = RecorderAgenda([id]).step(at: moment) { true } else { false }
        }
        let turn = (now / 1800 + 1) * 1800
        let ids = (0..<5_000_000).lazy.map { "\(name)-\($0)" }
        return ids.first { isDue($0, at: now) && (turn - now > 120 || isDue($0, at: turn + 5)) } ?? name
    }

    private static func write(_ text: String, _ folder: ScratchFolder) throws -> String {
        let path = folder.file("site.yaml")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    @Test func `a site of polled devices alone runs, enters their polls, keeps pictures and stops at once`()
        async throws
    {
        let site = try TestSite()
        let server = try TestServer.rtsp(clip: TestSite.sample, ["--user", "tocsin", "--password", "s3cret!"])
        let now = Int(WallTime.now.secondsSince1970)
        let (good, wrong) = (Self.dueID("good", at: now), Self.dueID("wrong", at: now))
        let config = try Self.write(
            """
            site: test
            dataDirectory: ./data
            http: {enabled: false}
            evidence: {minimumFree: 1MiB}
            outbox: {reserve: 1MiB}
            cameras: []
            devices:
              - {device: \(good), url: "rtsp://127.0.0.1:\(server.port)/cam0", username: tocsin, password: "s3cret!"}
              - {device: \(wrong), url: "rtsp://127.0.0.1:\(server.port)/cam0", username: tocsin, password: "wr0ng!"}
            """, site.folder)
        let service = try site.start(config)
        let path = site.folder.file("data/books.sqlite")
        let slots = PollSlot(at: Double(now)).number..<PollSlot(at: Double(now)).number + 2
        var polls: [Poll] = []
        let end = ContinuousClock.now + .seconds(60)
        while polls.count < 2, ContinuousClock.now < end, service.isRunning {
            try await Task.sleep(for: .milliseconds(200))
            guard let books = try? Books(path: path, create: false) else { continue }
            polls = try [good, wrong].flatMap { try books.polls(of: $0, in: slots) }
        }
        #expect(service.isRunning, "\(site.log)")
        #expect(Set(polls.map { "\($0.device) \($0.result)" }) == ["\(good) ok", "\(wrong) unauthorized"])
        let seconds = await TestSite.stop(service)
        #expect(seconds < 6)
        #expect(service.terminationStatus == 0)
        let pictures =
            FileManager.default.enumerator(atPath: site.folder.file("data/thumbnails"))?.compactMap { $0 as? String }
            ?? []
        #expect(pictures.contains { $0.contains("/\(good)/") && $0.hasSuffix(".jpg") })
        // No password, wherever it could have gone.
        #expect(!site.log.contains("s3cret") && !site.log.contains("wr0ng"))
        let books = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(books.range(of: Data("s3cret".utf8)) == nil)
    }

    @Test func `a camera under analysis that shows black is no picture, also without the detector quality`()
        async throws
    {
        let site = try TestSite()
        let clip = site.folder.file("black.mp4")
        try BlackClip.write(to: clip)
        let now = Int(WallTime.now.secondsSince1970)
        let camera = Self.dueID("dark", at: now)
        let config = try Self.write(
            """
            site: test
            dataDirectory: ./data
            http: {enabled: false}
            evidence: {minimumFree: 1MiB}
            outbox: {reserve: 1MiB}
            cameras:
              - {camera: \(camera), url: black.mp4, loop: true, detectors: {thrown-object: {}}}
            """, site.folder)
        let service = try site.start(config)
        let path = site.folder.file("data/books.sqlite")
        let slots = PollSlot(at: Double(now)).number..<PollSlot(at: Double(now)).number + 2
        var polls: [Poll] = []
        let end = ContinuousClock.now + .seconds(90)
        while polls.isEmpty, ContinuousClock.now < end, service.isRunning {
            try await Task.sleep(for: .milliseconds(200))
            if let books = try? Books(path: path, create: false) { polls = try books.polls(of: camera, in: slots) }
        }
        _ = await TestSite.stop(service)
        #expect(polls.map(\.result) == [.black], "\(site.log)")
        #expect(site.log.contains("watching"))
    }

    @Test func `damaged books are moved aside, and the cameras are watched`() async throws {
        let site = try TestSite()
        let config = try site.write(more: "    loop: true")
        try FileManager.default.createDirectory(atPath: site.folder.file("data"), withIntermediateDirectories: true)
        let junk = Data((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })
        try junk.write(to: URL(fileURLWithPath: site.folder.file("data/books.sqlite")))
        let service = try site.start(config)
        let end = ContinuousClock.now + .seconds(60)
        while !site.log.contains("video arrives"), ContinuousClock.now < end, service.isRunning {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(site.log.contains("the books were damaged"), "\(site.log)")
        _ = await TestSite.stop(service)
        let names = try FileManager.default.contentsOfDirectory(atPath: site.folder.file("data"))
        let copy = try #require(names.first { $0.hasPrefix("books.sqlite.damaged-") })
        #expect(try Data(contentsOf: URL(fileURLWithPath: site.folder.file("data/" + copy))) == junk)
    }

    @Test func `a report does not replace what is no report`() async throws {
        let site = try TestSite()
        let config = try site.write()
        _ = try {
            try FileManager.default.createDirectory(atPath: site.folder.file("data"), withIntermediateDirectories: true)
        }()
        let books = try Books(path: site.folder.file("data/books.sqlite"))
        try books.beginSession(at: 1_750_000_000)
        let list = site.folder.file("devices.csv")
        try "device,name\na,gate\n".write(toFile: list, atomically: true, encoding: .utf8)
        let day = ["--from", "2025-06-16", "--to", "2025-06-16"]
        let refused = try await Program.run(["report", "--config", config, "--format", "csv", "--output", list] + day)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("is no report"), "\(refused.errors)")
        #expect(try String(contentsOfFile: list, encoding: .utf8) == "device,name\na,gate\n")
        for _ in 0..<2 {
            let written = try await Program.run(
                ["report", "--config", config, "--format", "csv", "--output", site.folder.file("r.csv")] + day)
            #expect(written.status == 0, "\(written.errors)")
        }
    }
}
