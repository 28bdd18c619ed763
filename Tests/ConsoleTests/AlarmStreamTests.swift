import Alarms
import Foundation
import Telemetry
import TestSupport
import Testing
import VideoCore

@testable import Console

/// Alarms as server-sent events.
@Suite struct AlarmStreamTests {
    private let fixture: APIFixture

    init() throws { fixture = try APIFixture() }

    /// Opens a stream and reads until `isEnough` of what came, or 8 s have passed.
    private func read(
        _ client: TestClient, _ path: String = "/v1/alarms/stream", fields: String = "",
        isEnough: @escaping @Sendable (String) -> Bool
    ) async -> String {
        await withCheckedContinuation { continuation in
            Thread {
                let connection = RawConnection(port: client.port)
                connection?.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\(client.authorization)\(fields)\r\n")
                continuation.resume(returning: connection?.read(until: isEnough) ?? "")
            }.start()
        }
    }

    private func ids(_ object: [String: Any]) -> [String] {
        (object["events"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    }

    private static func ids(_ text: String) -> [String] {
        text.matches(of: /id: ([0-9a-f]{8}-[0-9]+)/).map { String($0.1) }
    }

    @Test func `What is there and what comes later is sent, each with its place`() async throws {
        let first = try fixture.append(1)
        try await withServer(fixture: fixture) { client in
            async let reading = read(client) { Self.ids($0).count == 2 }
            #expect(await fixture.shows("tocsin_http_waiting 1"))
            let second = try fixture.append(2)
            let text = await reading
            #expect(text.contains("text/event-stream"))
            for event in [first, second] {
                #expect(text.contains("event: alarm\ndata: \(String(decoding: try event.json(), as: UTF8.self))\n\n"))
            }
        }
    }

    @Test func `A stream ends soon after its token was revoked`() async throws {
        try fixture.append(1)
        try await withServer(fixture: fixture) { client in
            let token = try fixture.outbox.addToken(name: "gone", role: .read).secret.revealed
            let connection = try #require(RawConnection(port: client.port))
            connection.send("GET /v1/alarms/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n")
            #expect(await fixture.shows("tocsin_http_waiting 1"))
            try fixture.outbox.revokeToken("gone")
            #expect(await fixture.shows("tocsin_http_waiting 0"))
            withExtendedLifetime(connection) {}
        }
    }

    @Test func `A client that comes back is given what it has missed, and nothing twice`() async throws {
        for number in 1...4 { try fixture.append(number) }
        try await withServer(fixture: fixture) { client in
            let all = Self.ids(await read(client) { Self.ids($0).count == 4 })
            try #require(all.count == 4)
            let rest = await read(client, fields: "Last-Event-ID: \(all[1])\r\n") { Self.ids($0).count == 2 }
            #expect(Self.ids(rest) == Array(all[2...]))
            let after = await read(client, "/v1/alarms/stream?after=\(all[2])") { Self.ids($0).count == 1 }
            #expect(Self.ids(after) == [all[3]])
        }
    }

    @Test func `A client that does not read holds up nobody, and is cut`() async throws {
        let sample = try fixture.append(0)
        try fixture.outbox.append(
            (1...2000).map { number in
                var event = sample
                event.id = "\(number)"
                // More than the system takes in for somebody who does not read.
                event.data.detail = String(repeating: "x", count: 20_000)
                return event
            })
        try await withServer(fixture: fixture, change: { $0.answerSeconds = 3 }) { client in
            let lazy = try #require(RawConnection(port: client.port, patience: 20))
            lazy.send("GET /v1/alarms/stream HTTP/1.1\r\nHost: a\r\n\(client.authorization)\r\n")
            #expect(await fixture.shows("tocsin_http_waiting 1"))
            #expect(try await ids(client.json("/v1/alarms?limit=10").object).count == 10)
            #expect(await fixture.shows("tocsin_http_waiting 0"))
            let rest = lazy.readToEnd()
            #expect(rest.isClosed && Self.ids(rest.text).count < 2001)
        }
    }

    @Test func `A stream ends with the service`() async throws {
        var text: Task<String, Never>?
        try await withServer(fixture: fixture) { client in
            text = Task { await read(client) { _ in false } }
            #expect(await fixture.shows("tocsin_http_waiting 1"))
        }
        let began = ContinuousClock.now
        #expect(await text?.value.contains(": alarms") == true)
        #expect(ContinuousClock.now - began < .seconds(5))
    }
}
