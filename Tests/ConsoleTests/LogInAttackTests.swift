import Accounts
import Foundation
import TestSupport
import Testing

@testable import Console

/// Those who guess, flood and dawdle at the login.
@Suite struct LogInAttackTests {
    private let people: PeopleFixture

    init() throws { people = try PeopleFixture() }

    @Test func `A thousand wrong logins are refused cheaply, counted, noted a few times, and keep others' work going`()
        async throws
    {
        try await people.serve { client in
            let browser = try await client.logIn(.engineer)
            let began = ContinuousClock.now
            var statuses: [Int: Int] = [:]
            for number in 0..<1000 {
                let answer = try await client.tryLogIn(number % 2 == 0 ? "李工" : "nobody \(number)", "wrong \(number)")
                statuses[answer.status, default: 0] += 1
                if answer.status == 429 {
                    #expect(answer.head.contains("retry-after: ") && problem(answer.body) == "locked-out")
                }
            }
            #expect(statuses[401] ?? 0 >= 5 && statuses[401] ?? 0 < 20 && statuses[429] ?? 0 > 900, "\(statuses)")
            #expect(ContinuousClock.now - began < .seconds(60))
            #expect(try await browser.ask("/console/api/session").status == 200)
            let answer = try await client.tryLogIn("李工")
            #expect(answer.status == 429, "nor is the right one looked at from there for a while")
            let notes = people.notes.values.filter { $0.action == .lockOut || $0.action == .refusedLogIn }
            #expect((2...40).contains(notes.count), "\(notes.count)")
            #expect(notes.allSatisfy { !$0.object.contains("nobody") && $0.proof == .none })
        }
    }

    /// A connection that has sent a part of a login.
    private static func beginning(port: Int) -> RawConnection? {
        let connection = RawConnection(port: port)
        connection?.send(
            "POST /console/api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 500\r\n\r\n{\"name\": \"")
        return connection
    }

    @Test func `A login that is sent byte by byte is cut, and others are served meanwhile`() async throws {
        try await people.serve(change: { $0.connectionSeconds = 2 }) { client in
            let slow = (0..<20).compactMap { _ in Self.beginning(port: client.port) }
            #expect(slow.count == 20)
            let login = #"{"name": "李工", "password": "\#(PeopleFixture.password)"}"#
            // The time of others is as short: a busy machine may need another try.
            try await until("somebody else is served", within: 20) {
                await client.get("/console/api/session", method: "POST", token: .some(nil), body: login)?.status == 200
            }
            for connection in slow.prefix(3) { #expect(connection.readToEnd().isClosed) }
        }
    }

    @Test func `What is too large is refused`() async throws {
        try await people.serve { client in
            let large = #"{"name": "李工", "password": "\#(String(repeating: "a", count: 70_000))"}"#
            let answer = await client.get("/console/api/session", method: "POST", token: .some(nil), body: large)
            #expect(answer?.status == 413)
            let long = try await client.tryLogIn("李工", String(repeating: "a", count: 2000))
            #expect(long.status == 400)
            #expect(try await client.tryLogIn(String(repeating: "a", count: 65)).status == 400)
            let fields = ["Cookie": String(repeating: "a=b; ", count: 4000)]
            #expect(await client.get("/console/api/session", token: .some(nil), fields: fields)?.status == 400)
        }
    }

    @Test func `A stream ends when its session does, and a page that is open keeps its session alive`() async throws {
        try await people.serve { client in
            let browser = try await client.logIn(.guard)
            let request = "Host: localhost\r\nCookie: tocsin-session=\(browser.cookie)\r\n\r\n"
            let stream = try #require(RawConnection(port: client.port, patience: 8))
            stream.send("GET /v1/alarms/stream?after=newest HTTP/1.1\r\n" + request)
            let poll = try #require(RawConnection(port: client.port, patience: 8))
            poll.send("GET /v1/alarms?after=newest&wait=60 HTTP/1.1\r\n" + request)
            #expect(await people.base.shows("tocsin_http_waiting 2"))
            try people.base.append(1)
            let heard = stream.read { $0.contains("event: alarm") }
            #expect(heard.contains("text/event-stream"))
            poll.send("GET /v1/alarms?after=newest&wait=60 HTTP/1.1\r\n" + request)
            #expect(await people.base.shows("tocsin_http_waiting 2"))
            let began = ContinuousClock.now
            #expect(try await browser.ask("/console/api/session", "DELETE").status == 204)
            #expect(await people.base.shows("tocsin_http_waiting 0"))
            // Before the stream would look by itself, at its next sign of life.
            #expect(ContinuousClock.now - began < .seconds(12))
        }
    }

    @Test func `One session has its own share of those who wait, and another gets in beside it`() async throws {
        try await people.serve { client in
            let (one, other) = (try await client.logIn(.guard), try await client.logIn(.auditor))
            func streams(_ browser: TestBrowser, _ count: Int) -> [RawConnection] {
                (0..<count).compactMap { _ in
                    let connection = RawConnection(port: client.port)
                    connection?.send(
                        "GET /v1/alarms/stream HTTP/1.1\r\nHost: localhost\r\n"
                            + "Cookie: tocsin-session=\(browser.cookie)\r\n\r\n")
                    return connection
                }
            }
            let open = streams(one, AlarmAPI.waitingLimitOfSession)
            #expect(await people.base.shows("tocsin_http_waiting \(AlarmAPI.waitingLimitOfSession)"))
            #expect(try await one.ask("/v1/alarms/stream").status == 503)
            let beside = streams(other, 1)
            #expect(await people.base.shows("tocsin_http_waiting \(AlarmAPI.waitingLimitOfSession + 1)"))
            withExtendedLifetime((open, beside)) {}
        }
    }

    @Test func `Fifty consoles have their streams beside a centre with as many as one token may have`() {
        #expect(AlarmAPI.waitingLimit >= 50 + AlarmAPI.waitingLimitOfToken)
        #expect(HTTPSettings(host: "127.0.0.1", port: 0).connections >= 50 * 6 + AlarmAPI.waitingLimitOfToken)
    }

    @Test func `Addresses of one network of IPv6 count as one`() {
        #expect(People.source("2001:db8::1") == People.source("2001:db8:0:0:ffff::7"))
        #expect(People.source("2001:db8::1") != People.source("2001:db8:0:1::1"))
        #expect(People.source("::ffff:192.0.2.1") != People.source("::ffff:192.0.2.2"))
        #expect(People.source("192.0.2.1") == "192.0.2.1" && People.source("local") == "local")
    }
}
