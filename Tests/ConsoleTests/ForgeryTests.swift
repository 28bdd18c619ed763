import Accounts
import Alarms
import Foundation
import TestSupport
import Testing

@testable import Console

/// Requests that somebody else's page has a browser make.
@Suite struct ForgeryTests {
    private let people: PeopleFixture

    init() throws { people = try PeopleFixture() }

    @Test func `Nothing is changed without the session's own value`() async throws {
        try await people.serve { client in
            let (browser, other) = (try await client.logIn(.engineer), try await client.logIn(.guard))
            for route in ConsoleRoute.allCases where route.method != "GET" && route.right != nil {
                let path = route.path.replacing(/\{[a-z]+\}/, with: "x")
                for value in ["", "x", other.csrf, browser.csrf.uppercased(), browser.csrf + "0"] {
                    let answer = try await browser.ask(path, route.method, fields: ["Tocsin-CSRF": value])
                    #expect(answer.status == 403 && problem(answer.body) == "wrong-origin", "\(route) \(value)")
                }
            }
            let alarm = try people.base.append(1).data.alarmID
            let answer = try await browser.ask("/v1/alarms/\(alarm)/ack", "POST", fields: ["Tocsin-CSRF": ""])
            #expect(answer.status == 403)
            #expect(try people.base.outbox.alarm(alarm).handling.isEmpty)
        }
    }

    private static let strangers: [[String: String]] = [
        ["Origin": "http://evil.example"], ["Origin": "null"], ["Origin": "http://localhost:1"], ["Origin": ""],
        ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
    ]

    @Test(arguments: strangers.indices)
    func `Nor from a page of another origin, nor is anybody logged in by one`(_ index: Int) async throws {
        let fields = Self.strangers[index]
        try await people.serve { client in
            let browser = try await client.logIn(.engineer)
            let answer = try await browser.ask("/console/api/session", "DELETE", fields: fields)
            #expect(answer.status == 403 && problem(answer.body) == "wrong-origin")
            #expect(try await client.tryLogIn("李工", fields: fields).status == 403)
            #expect(try await browser.ask("/console/api/session").status == 200)
        }
    }

    @Test func `The console's own page may, and a body must be said to be JSON`() async throws {
        try await people.serve { client in
            let own = ["Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"]
            let browser = try await client.logIn("李工", fields: own)
            for type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"] {
                let answer = try await client.tryLogIn("李工", fields: ["Content-Type": type])
                #expect(answer.status == 415, "\(type)")
            }
            #expect(try await browser.ask("/console/api/session", "DELETE", fields: own).status == 204)
        }
    }

    @Test func `Other sites read nothing with the cookie, evidence least of all`() async throws {
        try await people.serve { client in
            let browser = try await client.logIn(.engineer)
            for (site, status) in [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)] {
                let fields = ["Sec-Fetch-Site": site]
                #expect(try await browser.ask("/v1/alarms", fields: fields).status == status, "\(site)")
            }
        }
    }

    private static let origins: [(origin: String, host: String, isOwn: Bool)] = [
        ("http://box", "box", true), ("http://box:9108", "box:9108", true), ("https://BOX", "box:443", true),
        ("https://box", "box", true), ("http://192.0.2.1:9108", "192.0.2.1:9108", true),
        ("http://[2001:db8::1]:9108", "[2001:DB8::1]:9108", true), ("http://box:9109", "box:9108", false),
        ("http://box.evil.example", "box", false), ("http://box@evil.example", "box", false), ("box", "box", false),
        ("http://", "box", false), ("null", "box", false), ("http://box/", "box", false),
    ]

    @Test(arguments: origins.indices)
    func `An origin is the console's own when host and port are those that were asked`(_ index: Int) {
        let (origin, host, isOwn) = Self.origins[index]
        #expect(PageOrigin(origin: origin, site: nil, host: host).mayChange == isOwn, "\(origin) \(host)")
    }

    private static let hosts: [(host: String, isOwn: Bool)] = [
        ("127.0.0.1:9108", true), ("192.0.2.7", true), ("[::1]:9108", true), ("[fe80::1]", true), ("localhost:1", true),
        ("LOCALHOST", true), ("tocsin.example", true), ("Tocsin.Example.:9108", true), ("a.homes.example", true),
        ("", true), ("evil.example", false), ("127.0.0.1.evil.example", false), ("homes.example", false),
        ("b.a.homes.example", false), ("localhost.evil.example", false), ("[::1].evil.example", false), ("a b", false),
        ("2130706433.evil", false), ("localhost@evil.example", false),
    ]

    @Test(arguments: hosts.indices)
    func `A name that was made to lead here is not the console's own`(_ index: Int) {
        let (host, isOwn) = Self.hosts[index]
        #expect(OwnNames(["tocsin.example", "*.homes.example"]).include(host) == isOwn, "\(host)")
    }

    @Test func `Under a strange name nobody logs in, and programs with a token do not care`() async throws {
        try await people.serve { client in
            let body = #"{"name": "李工", "password": "x"}"#
            let head = "Host: evil.example\r\nConnection: close\r\n"
            let login = await RawConnection.exchange(
                port: client.port,
                "POST /console/api/session HTTP/1.1\r\n\(head)Content-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(login?.hasPrefix("HTTP/1.1 421") == true && login?.contains("`names` under `http:`") == true)
            let program = await RawConnection.exchange(
                port: client.port, "GET /v1/alarms HTTP/1.1\r\n\(head)\(client.authorization)\r\n")
            #expect(program?.hasPrefix("HTTP/1.1 200") == true)
        }
        try await people.serve(change: { $0.names = ["evil.example"] }) { client in
            let answer = await RawConnection.exchange(
                port: client.port,
                "GET /console/api/session HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
            #expect(answer?.hasPrefix("HTTP/1.1 401") == true, "now it is the console's own")
        }
    }
}
