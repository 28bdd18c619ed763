import Accounts
import Alarms
import Foundation
import TestSupport
import Testing
import VideoCore

@testable import Console

/// Logging in and out, and what a session is good for.
@Suite struct SessionTests {
    private let people: PeopleFixture

    init() throws { people = try PeopleFixture() }

    @Test func `Who logs in gets a cookie that no script reads, and learns who and where they are`() async throws {
        try await people.serve { client in
            let answer = try await client.tryLogIn("王值班")
            let browser = try client.browser(answer)
            let cookie = try #require(answer.head.firstMatch(of: /set-cookie: ([^\r]+)/)).1
            #expect(cookie.hasSuffix("; path=/; max-age=604800; httponly; samesite=strict"), "\(cookie)")
            #expect(browser.session["user"] as? String == "王值班" && browser.session["role"] as? String == "guard")
            let site = browser.session["site"] as? [String: String]
            #expect(site == ["name": "east-garden", "timeZone": "Asia/Shanghai"])
            #expect(browser.session["version"] as? String == "0.0" && browser.csrf.count == 32)
            let again = try await browser.ask("/console/api/session")
            #expect(again.status == 200 && again.body.contains(browser.csrf))
            #expect(!answer.body.contains(browser.cookie), "the token is in no body")
        }
    }

    @Test func `A name is the same in capitals and wide letters, and a password in both forms of its characters`()
        async throws
    {
        try people.add("Zoë", .guard)
        try await people.serve { client in
            for name in ["Zoë", "ZOË", "Zoe\u{308}", "Ｚｏë"] {
                let answer = try await client.tryLogIn(name)
                #expect(answer.status == 200, "\(name)")
            }
            let other = PeopleFixture.password.decomposedStringWithCanonicalMapping
            let answer = try await client.tryLogIn("Zoë", other)
            #expect(answer.status == 200)
        }
    }

    @Test func `A wrong name, a wrong password and a disabled account look the same`() async throws {
        try people.add("gone", .guard)
        try people.store.change("gone", isEnabled: false)
        try await people.serve { client in
            var answers: Set<String> = []
            for (name, password) in [
                ("nobody", PeopleFixture.password), ("李工", "wrong password"), ("gone", PeopleFixture.password),
            ] {
                let answer = try await client.tryLogIn(name, password)
                #expect(answer.status == 401 && !answer.head.contains("set-cookie"))
                answers.insert(answer.body)
            }
            #expect(answers.count == 1 && problem(answers.first ?? "") == "wrong-login")
        }
    }

    @Test func `A cookie that somebody else chose is none, before and after one logs in`() async throws {
        try await people.serve { client in
            let chosen = String(repeating: "a", count: 64)
            let fields = ["Cookie": "tocsin-session=\(chosen)"]
            let browser = try await client.logIn("李工", fields: fields)
            #expect(browser.cookie != chosen)
            #expect(await client.get("/console/api/session", token: .some(nil), fields: fields)?.status == 401)
            let both = ["Cookie": "tocsin-session=\(chosen); tocsin-session=\(browser.cookie)"]
            #expect(try await browser.ask("/console/api/session", fields: both).status == 200, "nor does it lock out")
        }
    }

    @Test func `Logging in again ends the session that the browser had, and no other`() async throws {
        try await people.serve { client in
            let (first, elsewhere) = (try await client.logIn(.guard), try await client.logIn(.guard))
            let second = try await client.logIn("王值班", fields: ["Cookie": "tocsin-session=\(first.cookie)"])
            #expect(try await first.ask("/console/api/session").status == 401)
            #expect(try await second.ask("/console/api/session").status == 200)
            #expect(try await elsewhere.ask("/console/api/session").status == 200)
        }
    }

    @Test func `Logging out ends the session at once, and takes the cookie back`() async throws {
        try await people.serve { client in
            let browser = try await client.logIn(.guard)
            let answer = try await browser.ask("/console/api/session", "DELETE")
            #expect(answer.status == 204 && answer.head.contains("set-cookie: tocsin-session=; path=/; max-age=0"))
            let after = try await browser.ask("/v1/alarms")
            #expect(after.status == 401 && problem(after.body) == "no-session")
        }
    }

    @Test func `A session outlives the service, and what ends it elsewhere is known within seconds`() async throws {
        var browser: TestBrowser?
        try await people.serve { browser = try await $0.logIn(.guard) }
        let cookie = try #require(browser).cookie
        try await people.serve { client in
            let browser = TestBrowser(client: client, cookie: cookie, csrf: "", session: [:])
            #expect(try await browser.ask("/console/api/session").status == 200)
            // As `tocsin users disable` does beside the service.
            try AccountStore(dataFolder: people.base.folder.path).change("王值班", isEnabled: false)
            try await until("the session is over", within: 20) {
                try await browser.ask("/console/api/session").status == 401
            }
        }
    }

    @Test func `A session ends twelve hours after its last use, and seven days after it began in any case`() {
        let start = WallTime(secondsSince1970: 1_800_000_000)
        func session(usedAfter hours: Double) -> Session {
            Session(
                hash: "", account: "", role: .guard, createdAt: start, lastUsedAt: start.advanced(by: hours * 3600))
        }
        for (used, at, isValid) in [
            (0.0, 11.9, true), (0, 12, false), (100, 111.9, true), (167, 167.9, true), (167, 168, false),
        ] {
            #expect(session(usedAfter: used).isValid(at: start.advanced(by: at * 3600)) == isValid, "\(used) \(at)")
        }
        #expect(!session(usedAfter: 0).isValid(at: start.advanced(by: -86_400)), "a clock put back proves nothing")
    }

    @Test func `One's own password is changed with the old one, and ends the other sessions`() async throws {
        try await people.serve { client in
            let (here, elsewhere) = (try await client.logIn(.guard), try await client.logIn(.guard))
            func change(_ old: String, _ new: String) async throws -> (Int, String) {
                let body = String(decoding: try JSONEncoder().encode(["old": old, "new": new]), as: UTF8.self)
                let answer = try await here.ask("/console/api/session/password", "PUT", body: body)
                return (answer.status, problem(answer.body))
            }
            #expect(try await change("not this one", "another long one 3") == (401, "wrong-login"))
            #expect(try await change(PeopleFixture.password, "short") == (400, "weak-password"))
            #expect(try await elsewhere.ask("/console/api/session").status == 200)
            #expect(try await change(PeopleFixture.password, "another long one 3") == (204, "none"))
            #expect(try await here.ask("/console/api/session").status == 200)
            #expect(try await elsewhere.ask("/console/api/session").status == 401)
            #expect(try await client.tryLogIn("王值班").status == 401)
            #expect(try await client.tryLogIn("王值班", "another long one 3").status == 200)
        }
    }

    @Test func `The holder of the first token becomes the first engineer, and nobody after`() async throws {
        let people = try PeopleFixture(isEmpty: true)
        let first = try people.base.outbox.addToken(name: "first", role: .operate).secret.revealed
        try await people.serve { client in
            func make(_ token: String, _ name: String = "李工") async throws -> (status: Int, head: String, body: String)
            {
                let object = ["token": token, "name": name, "password": PeopleFixture.password]
                let body = String(decoding: try JSONEncoder().encode(object), as: UTF8.self)
                return try #require(
                    await client.get("/console/api/first-user", method: "POST", token: .some(nil), body: body))
            }
            let none = try #require(await client.get("/console/api/session", token: .some(nil)))
            #expect(none.status == 401 && problem(none.body) == "first-start")
            #expect(try await problem(client.tryLogIn("李工").body) == "first-start")
            for token in ["tocsin_no", client.token] { #expect(try await problem(make(token).body) == "wrong-token") }
            #expect(try await problem(make(first, " 李工").body) == "malformed-request")
            let browser = try client.browser(try await make(first))
            #expect(browser.session["role"] as? String == "engineer")
            #expect(try await problem(make(first, "another").body) == "not-first")
            #expect(people.notes.values.map(\.action) == [.addUser, .logIn])
            #expect(people.notes.values.first?.by == "first")
        }
    }
}
