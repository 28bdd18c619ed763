import Foundation
import Telemetry
import TestSupport
import Testing

/// `/metrics`, `/healthz` and `/readyz` of the running service.
@Suite struct ScrapeTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    /// The port that the log names, once it does.
    private func port() async throws -> Int {
        var port: Int?
        _ = try await eventually(seconds: 20) {
            port = site.port
            return port != nil && site.token != nil
        }
        return try #require(port, "\(site.log)")
    }

    private func get(_ port: Int, _ path: String) async -> (status: Int, head: String, body: String)? {
        await RawConnection.get(port: port, path, token: site.token)
    }

    private func scrape(_ port: Int) async throws -> (text: String, read: PrometheusText) {
        let answer = try #require(await get(port, "/metrics"))
        #expect(answer.status == 200)
        return (answer.body, PrometheusText(answer.body))
    }

    /// Scrapes until `name` with `labels` is at least `value`.
    private func reaches(_ name: String, _ labels: [String: String], _ value: Double, _ port: Int) async throws -> Bool
    {
        let began = ContinuousClock.now
        while ContinuousClock.now - began < .seconds(30) {
            if let seen = try await scrape(port).read.value(name, labels), seen >= value { return true }
            try await Task.sleep(for: .milliseconds(200))
        }
        return false
    }

    /// Every series is of a catalogued metric, with its type and exactly its labels.
    private func expectCatalogued(_ text: PrometheusText) throws {
        for family in text.families {
            let metric = try #require(MetricCatalog.all.first { $0.name == family.name }, "\(family.name)")
            #expect(metric.kind.rawValue == family.type && metric.help == family.help)
            for sample in family.samples {
                let labels = sample.labels.keys.filter { $0 != "le" }.sorted()
                #expect(labels == metric.labels, "\(sample.name)")
                #expect(sample.labels.values.allSatisfy { !$0.isEmpty }, "\(sample.name) \(sample.labels)")
            }
        }
    }

    /// Every picture received is decoded, skipped, dropped or pending in one and the same scrape.
    private func expectAccounted(_ text: PrometheusText) {
        func sum(_ name: String, stage: String? = nil) -> Double {
            let samples = text.families.flatMap(\.samples).filter { $0.name == "tocsin_camera_frames_" + name }
            return samples.filter { stage == nil || $0.labels["stage"] == stage }.reduce(0) { $0 + $1.value }
        }
        let skipped = sum("skipped_total") - sum("recalled_total")
        let settled = sum("total", stage: "decoded") + skipped + sum("dropped_total")
        #expect(sum("total", stage: "received") == settled + sum("pending"))
    }

    @Test("A scrape of the service is flawless, tells what happens, and holds no password")
    func scrapes() async throws {
        let server = try TestServer.rtsp(
            clip: try await site.longSample(), ["--user", "guard", "--password", "se:cr@t&1"])
        let config = try site.write(
            url: "rtsp://guard:se:cr@t&1@127.0.0.1:\(server.port)/cam0", http: "{port: 0}")
        let process = try site.start(config)
        let port = try await port()
        let opened = ["kind": "thrown-object", "phase": "open"]
        #expect(try await reaches("tocsin_alarms_committed_total", opened, 1, port))
        #expect(try await reaches("tocsin_delivered_events_total", ["sink": "file:alarms.jsonl"], 1, port))
        let (text, read) = try await scrape(port)
        #expect(read.complaints == [], "\(read.complaints)")
        try expectCatalogued(read)
        let camera = ["camera": "facade"]
        #expect(
            read.value("tocsin_camera_up", camera) == 1 && read.value("tocsin_cameras", ["state": "streaming"]) == 1)
        for stage in ["received", "decoded"] {
            #expect(
                read.value("tocsin_camera_frames_total", ["camera": "facade", "stage": stage]) ?? 0 > 50, "\(stage)")
        }
        expectAccounted(read)
        #expect(read.value("tocsin_alarm_latency_seconds_count", ["kind": "thrown-object"]) ?? 0 >= 1)
        #expect(read.value("tocsin_delivery_lag_seconds_count", ["sink": "file:alarms.jsonl"]) ?? 0 >= 1)
        #expect(read.value("tocsin_queue_oldest_age_seconds", ["sink": "file:alarms.jsonl"]) != nil)
        #expect(read.value("tocsin_build_info", ["version": "0.1.0"]) == 1)
        for secret in ["se:cr@t", "se%3Acr", "guard"] { #expect(!text.contains(secret)) }
        for page in ["/healthz", "/readyz"] { #expect(await get(port, page)?.status == 200) }
        let before = read.value("tocsin_camera_frames_total", ["camera": "facade", "stage": "received"]) ?? 0
        #expect(
            try await reaches(
                "tocsin_camera_frames_total", ["camera": "facade", "stage": "received"], before + 5, port))
        #expect(await TestSite.stop(process) < 6)
        #expect(process.terminationStatus == 0)
    }

    @Test("Fifty slow clients hold up neither a scrape, nor alarms, nor the end")
    func slowClients() async throws {
        let process = try site.start(try site.write(more: "    loop: true", http: "{port: 0}"))
        let port = try await port()
        let clients = (0..<50).compactMap { number in
            let client = RawConnection(port: port)
            client?.send(number % 2 == 0 ? "GET /met" : "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
            return client
        }
        #expect(clients.count == 50)
        let began = ContinuousClock.now
        #expect(await get(port, "/healthz")?.status == 200)
        #expect(ContinuousClock.now - began < .seconds(8))
        #expect(try await eventually(seconds: 20) { !site.events.isEmpty })
        #expect(await TestSite.stop(process) < 6)
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
        withExtendedLifetime(clients) {}
    }

    @Test("While the queue refuses, the service is not ready, and says why")
    func refusing() async throws {
        let process = try site.start(try site.write(more: "    loop: true", http: "{port: 0}"))
        let port = try await port()
        try #require(try await eventually(seconds: 20) { !site.events.isEmpty })
        let holder = try QueueHold(site.folder.file("data/outbox.sqlite"))
        var answer: (status: Int, head: String, body: String)?
        for _ in 0..<200 {
            answer = await get(port, "/readyz")
            if answer?.status == 503 { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(answer?.status == 503)
        #expect(answer?.body.contains("the queue") == true, "\(answer?.body ?? "")")
        #expect(await get(port, "/healthz")?.status == 200)
        // Figures do not wait for the queue.
        let time = try await shortest(below: .seconds(2)) { _ = try await scrape(port) }
        #expect(time < .seconds(2))
        holder.letGo()
        for _ in 0..<100 {
            answer = await get(port, "/readyz")
            if answer?.status == 200 { break }
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(answer?.status == 200, "\(answer?.body ?? "")")
        _ = await TestSite.stop(process)
    }

    @Test("A port that is taken is said, and cameras are watched all the same")
    func taken() async throws {
        let other = try TestServer.http(clip: TestSite.sample)
        let process = try site.start(try site.write(http: "{port: \(other.port)}"))
        #expect(try await eventually(seconds: 20) { !site.events.isEmpty })
        #expect(site.log.contains("another program listens on port \(other.port) of 127.0.0.1"), "\(site.log)")
        #expect(site.log.contains("set another `port` under `http:`"))
        #expect(await TestSite.stop(process) < 6)
        #expect(process.terminationStatus == 0)
    }
}
