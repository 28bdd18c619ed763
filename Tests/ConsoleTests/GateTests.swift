import Alarms
import Telemetry
import TestSupport
import Testing
import VideoCore

@testable import Console

/// Who is let in.
@Suite struct GateTests {
    private static let asks: [(path: String, least: AccessToken.Role)] = [
        ("/metrics", .metrics), ("/readyz", .metrics), ("/v1/alarms", .read), ("/v1/openapi.json", .read),
        ("/v1/alarms/00000000-0000-0000-0000-000000000000", .read),
        ("/v1/evidence/2026-01-31/a.jpg?reason=why", .operate),
    ]

    @Test(arguments: asks.indices)
    func `Each page asks for a token with its role at least`(_ index: Int) async throws {
        let (path, least) = Self.asks[index]
        let fixture = try APIFixture()
        try await withServer(fixture: fixture) { client in
            let none = try #require(await client.get(path, token: .some(nil)))
            #expect(none.status == 401 && none.head.contains("www-authenticate: bearer"))
            #expect(none.body.contains("tocsin tokens add"), "it says what to do")
            for (role, token) in fixture.tokens {
                let status = await client.get(path, token: token)?.status
                #expect(role >= least ? status != 403 && status != 401 : status == 403, "\(role)")
            }
        }
    }

    @Test func `Only healthz asks for none`() async throws {
        try await withServer { client in
            for route in Route.allCases {
                let path = route.path.replacing("{id}", with: "a").replacing("{day}", with: "b").replacing(
                    "{file}", with: "c")
                let status = await client.get(path, method: route.method, token: .some(nil))?.status
                #expect(status == (route == .health ? 200 : 401), "\(route)")
            }
        }
    }

    @Test(arguments: ["", "Bearer", "Basic abc", "Bearer a b", "Bearer \(String(repeating: "a", count: 300))"])
    func `What is no token is none`(field: String) async throws {
        try await withServer { client in
            let answer = await client.get("/metrics", token: .some(nil), fields: ["Authorization": field])
            #expect(answer?.status == 401)
        }
    }

    @Test func `A token made or revoked by another process counts soon`() async throws {
        let fixture = try APIFixture()
        try await withServer(fixture: fixture) { client in
            let secret = try fixture.outbox.addToken(name: "late", role: .metrics).secret.revealed
            #expect(await client.get("/metrics", token: secret)?.status == 200, "at once")
            try fixture.outbox.revokeToken("late")
            let began = ContinuousClock.now
            var status: Int? = 200
            while status == 200, ContinuousClock.now - began < .seconds(20) {
                status = await client.get("/metrics", token: secret)?.status
            }
            #expect(status == 401)
            #expect(ContinuousClock.now - began < .seconds(15))
        }
    }

    @Test func `Who guesses is soon told to wait, counted, and keeps nobody else out`() async throws {
        let fixture = try APIFixture()
        try await withServer(fixture: fixture) { client in
            var statuses: [Int] = []
            for number in 0..<12 { statuses.append(await client.get("/metrics", token: "no-\(number)")?.status ?? 0) }
            #expect(statuses == Array(repeating: 401, count: 10) + [429, 429])
            let told = try #require(await client.get("/metrics", token: "no"))
            #expect(told.head.contains("retry-after: 60"))
            #expect(await client.get("/metrics")?.status == 200, "a valid token is let in from there too")
        }
        let text = fixture.metrics.prometheusText()
        #expect(text.contains(#"tocsin_http_refused_total{reason="unknown"} 10"#))
        #expect(text.contains(#"tocsin_http_refused_total{reason="limited"} 3"#))
        #expect(!text.contains("no-1"))
    }

    @Test func `Wrong tokens are forgotten after a minute, and addresses beyond a number`() {
        var limit = FailureLimit()
        for second in 0..<10 { limit.note("a", now: Double(second)) }
        #expect(!limit.allows("a", now: 59.9) && limit.allows("b", now: 59.9))
        #expect(limit.allows("a", now: 60))
        for number in 0..<FailureLimit.addresses { limit.note("\(number)", now: 10) }
        #expect(limit.allows("a", now: 10), "so that nobody fills the memory")
    }
}
