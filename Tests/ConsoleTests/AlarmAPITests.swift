import Alarms
import Foundation
import Telemetry
import TestSupport
import Testing
import VideoCore

@testable import Console

/// Alarms as a security centre fetches them.
@Suite struct AlarmAPITests {
    private let fixture: APIFixture

    init() throws { fixture = try APIFixture() }

    private func ids(_ object: [String: Any]) -> [String] {
        (object["events"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    }

    @Test func `Events come byte for byte as they are queued, page by page`() async throws {
        let events = try (1...5).map { try fixture.append($0) }
        try await withServer(fixture: fixture) { client in
            let first = try #require(await client.get("/v1/alarms?limit=2"))
            let raw = try events[0...1].map { String(decoding: try $0.json(), as: UTF8.self) }.joined(separator: ",")
            #expect(first.body.hasPrefix("{\"events\":[\(raw)],\"next\":\""), "\(first.body)")
            #expect(first.head.contains("application/json") && first.head.contains("no-store"))
            var path = "/v1/alarms?limit=2"
            var got: [String] = []
            for _ in 0..<3 {
                let page = try await client.json(path)
                got += ids(page.object)
                path = "/v1/alarms?limit=2&after=\(page.object["next"] ?? "")"
            }
            #expect(got == events.map(\.id))
            #expect(try await ids(client.json("/v1/alarms?after=newest").object) == [])
            #expect(try await ids(client.json("/v1/alarms?after=0").object) == events.map(\.id))
        }
    }

    @Test func `Who waits is answered as soon as there is something`() async throws {
        try fixture.append(1)
        try await withServer(fixture: fixture) { client in
            let next = try #require(try await client.json("/v1/alarms").object["next"] as? String)
            async let waiting = client.json("/v1/alarms?after=\(next)&wait=50", patience: 60)
            #expect(await fixture.shows("tocsin_http_waiting 1"))
            let began = ContinuousClock.now
            let event = try fixture.append(2)
            let answer = try await waiting
            #expect(ids(answer.object) == [event.id] && ContinuousClock.now - began < .seconds(40))
            #expect(await fixture.shows("tocsin_http_waiting 0"))
        }
    }

    @Test func `What another process queues is seen without a bell`() async throws {
        try await withServer(fixture: fixture) { client in
            async let waiting = client.json("/v1/alarms?wait=50", patience: 60)
            #expect(await fixture.shows("tocsin_http_waiting 1"))
            let beside = try Outbox(fixture.outbox.settings, role: .visitor)
            let event = AlarmEvent(
                site: "garden", time: Timestamp(milliseconds: 1),
                data: AlarmData(
                    alarmID: AlarmID("00000000-0000-0000-0000-000000000001"), kind: .fire, phase: .open, priority: 1,
                    camera: AlarmCamera(id: "a"), mediaTime: MediaSpan(start: 0, end: 1), confidence: 1))
            try beside.append(event)
            #expect(try await ids(waiting.object) == [event.id])
        }
    }

    @Test func `Waiting ends with an empty page, and when the client is gone`() async throws {
        try await withServer(fixture: fixture) { client in
            let began = ContinuousClock.now
            #expect(try await ids(client.json("/v1/alarms?wait=1").object) == [])
            #expect(ContinuousClock.now - began >= .seconds(1))
            for _ in 0..<70 {
                let gone = RawConnection(port: client.port)
                gone?.send("GET /v1/alarms?wait=60 HTTP/1.1\r\nHost: a\r\n\(client.authorization)\r\n")
            }
            try await until("places of those that are gone are free again", within: 20) {
                try await client.json("/v1/alarms?wait=1").status == 200
            }
        }
    }

    @Test func `Too many that wait are told so, and others are served`() async throws {
        try await withServer(fixture: fixture) { client in
            let waiting = (0..<AlarmAPI.waitingLimitOfToken).compactMap { _ in
                let connection = RawConnection(port: client.port)
                connection?.send("GET /v1/alarms?wait=60 HTTP/1.1\r\nHost: a\r\n\(client.authorization)\r\n")
                return connection
            }
            #expect(await fixture.shows("tocsin_http_waiting 64"))
            let answer = try #require(await client.get("/v1/alarms?wait=1"))
            #expect(answer.status == 503 && answer.head.contains("retry-after"))
            #expect(await client.get("/v1/alarms/stream")?.status == 503)
            #expect(await client.get("/v1/alarms")?.status == 200)
            withExtendedLifetime(waiting) {}
        }
    }

    @Test func `Only one kind or camera, no self-tests`() async throws {
        try fixture.append(1, kind: .fire, camera: "a")
        try fixture.append(2, kind: .smoke, camera: "b")
        try fixture.append(3, isTest: true)
        try await withServer(fixture: fixture) { client in
            for (query, count) in [("", 2), ("?kind=smoke", 1), ("?camera=a", 1), ("?camera=a&kind=smoke", 0)] {
                let answer = try await client.json("/v1/alarms\(query)")
                #expect(ids(answer.object).count == count, "\(query)")
            }
        }
    }

    @Test func `A place of another queue is told, and served from the oldest`() async throws {
        try fixture.append(1)
        try await withServer(fixture: fixture) { client in
            let answer = try #require(await client.get("/v1/alarms?after=00000000-1"))
            #expect(answer.status == 200 && answer.head.contains("tocsin-cursor: unknown"))
            #expect(answer.body.contains("garden"))
            #expect(await client.get("/v1/alarms")?.head.contains("tocsin-cursor") == false)
        }
    }

    @Test(arguments: [
        "?wait=61", "?wait=-1", "?wait=1.5", "?limit=0", "?limit=1001", "?limit=999999999999999999999",
        "?kind=flood", "?after=x", "?afterr=1", "?limit=1&limit=2", "?kind=%zz", "?camera=%FF",
    ])
    func `What cannot be understood is refused with a remedy`(query: String) async throws {
        try await withServer(fixture: fixture) { client in
            let answer = try #require(await client.get("/v1/alarms\(query)"))
            #expect(answer.status == 400 && answer.head.contains("application/problem+json"))
            let problem = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
            #expect(problem?["status"] as? Int == 400 && (problem?["remedy"] as? String)?.isEmpty == false)
        }
    }

    @Test func `An alarm is told with all its events and what was done about it`() async throws {
        let event = try fixture.append(1)
        try fixture.append(1, .close)
        try await withServer(fixture: fixture) { client in
            let path = "/v1/alarms/\(event.data.alarmID)"
            let before = try await client.json(path)
            #expect(before.object["state"] as? String == "new" && before.object["open"] as? Bool == false)
            #expect(ids(before.object).count == 2)
            #expect(await client.get("/v1/alarms/00000000-0000-0000-0000-000000000000")?.status == 404)
            #expect(await client.get("/v1/alarms/%2e%2e")?.status == 404)
        }
    }
}
