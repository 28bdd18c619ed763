import Accounts
import Alarms
import TestSupport
import Testing

@testable import Console

/// Who may ask for what: every route, by enumeration.
@Suite struct RightTests {
    /// A path of `route` with something in place of the braces.
    private static func path(_ route: some Routing) -> String {
        route.path.replacing(/\{[a-z]+\}/, with: "x")
    }

    @Test func `Without a login nothing under the console's interface is answered, and a token opens none of it`()
        async throws
    {
        let people = try PeopleFixture()
        try await people.serve { client in
            for route in ConsoleRoute.allCases where route.right != nil {
                let path = Self.path(route)
                for token in [nil, client.token] {
                    let answer = try #require(await client.get(path, method: route.method, token: .some(token)))
                    #expect(answer.status == 401 && problem(answer.body) == "no-session", "\(route)")
                    #expect(!answer.head.contains("bearer"))
                }
            }
            for route in Route.allCases where route.right != nil {
                let fields = ["Cookie": "tocsin-session=\(String(repeating: "0", count: 64))"]
                let answer = try #require(
                    await client.get(Self.path(route), method: route.method, token: .some(nil), fields: fields))
                #expect(answer.status == 401 && problem(answer.body) == "no-session", "\(route)")
            }
        }
    }

    /// Which of `Right` each role has: the table of docs/console-api.md.
    private static let table: [Account.Role: Set<Right>] = [
        .guard: [.metrics, .read, .handle, .evidence],
        .engineer: [.metrics, .read, .handle, .evidence, .configure, .users, .audit],
        .auditor: [.metrics, .read, .evidence, .audit],
    ]

    @Test(arguments: Account.Role.allCases)
    func `Each role gets what it may and 403 for the rest`(role: Account.Role) async throws {
        let people = try PeopleFixture()
        let rights = try #require(Self.table[role])
        try await people.serve { client in
            let browser = try await client.logIn(role)
            let routes: [any Routing] =
                Route.allCases.filter { $0 != .stream }
                + ConsoleRoute.allCases.filter {
                    // These end the session, or show no end.
                    ![.logOut, .live].contains($0)
                }
            for route in routes {
                guard let right = route.right else { continue }
                let answer = try await browser.ask(Self.path(route), route.method)
                let isRefused = answer.status == 403 && problem(answer.body) == "forbidden"
                #expect(isRefused == !rights.contains(right), "\(route) \(answer.status) \(answer.body)")
                #expect(answer.status != 401 || route.path.hasSuffix("password"), "\(route)")
            }
        }
    }

    @Test func `What people say of an alarm they say in their own name`() async throws {
        let people = try PeopleFixture()
        let alarm = try people.base.append(1).data.alarmID
        try await people.serve { client in
            let browser = try await client.logIn(.guard)
            let answer = try await browser.ask(
                "/v1/alarms/\(alarm)/ack", "POST", body: #"{"by": "somebody else", "comment": "看到了"}"#)
            #expect(answer.status == 200)
            let handling = try people.base.outbox.alarm(alarm).handling
            #expect(handling.map(\.by) == ["王值班"])
        }
    }

    @Test func `Logging out is noted`() async throws {
        let people = try PeopleFixture()
        try await people.serve { client in
            let browser = try await client.logIn(.guard)
            #expect(try await browser.ask("/console/api/session", "DELETE").status == 204)
            let note = try #require(people.notes.values.last)
            #expect(note.action == .logOut && note.object == "account:王值班" && note.by == "王值班")
        }
    }

    @Test func `A look at evidence is noted under the account`() async throws {
        let people = try PeopleFixture()
        let day = people.base.folder.file("evidence/2026-01-31")
        try writeFile(day, "a-open.jpg")
        try await people.serve { client in
            let browser = try await client.logIn(.auditor)
            #expect(try await browser.ask("/v1/evidence/2026-01-31/a-open.jpg?reason=why").status == 200)
            let note = try #require(people.notes.values.last)
            #expect(note.by == "审计 赵" && note.proof == .account && note.action == .readEvidence)
        }
    }
}
