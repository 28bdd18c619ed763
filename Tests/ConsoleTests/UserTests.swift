import Accounts
import Alarms
import Foundation
import TestSupport
import Testing
import VideoCore

@testable import Console

/// What engineers do with accounts, and what is noted of it.
@Suite struct UserTests {
    private let people: PeopleFixture

    init() throws { people = try PeopleFixture() }

    private static func json(_ object: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }

    @Test func `An engineer makes an account, changes it and removes it, and each is noted before`() async throws {
        try await people.serve { client in
            let browser = try await client.logIn(.engineer)
            let made = try await browser.ask(
                "/console/api/users", "POST",
                body: try Self.json(["name": "新人 / 甲", "role": "guard", "password": PeopleFixture.password]))
            #expect(made.status == 201)
            let path = "/console/api/users/%E6%96%B0%E4%BA%BA%20%2F%20%E7%94%B2"
            let guest = try await client.logIn("新人 / 甲")
            #expect(try await browser.ask(path, "PATCH", body: #"{"role": "auditor"}"#).status == 204)
            #expect(try await guest.ask("/console/api/audit").status != 403, "the new role counts at once")
            #expect(try await browser.ask(path, "PATCH", body: #"{"enabled": false}"#).status == 204)
            #expect(try await guest.ask("/console/api/session").status == 401)
            #expect(try await client.tryLogIn("新人 / 甲").status == 401)
            let list = try await browser.ask("/console/api/users")
            let read = try JSONSerialization.jsonObject(with: Data(list.body.utf8)) as? [String: Any]
            let users = try #require(read?["users"] as? [[String: Any]])
            let user = try #require(users.first { $0["name"] as? String == "新人 / 甲" })
            #expect(user["role"] as? String == "auditor" && user["enabled"] as? Bool == false)
            #expect(user["lastSeenAt"] is String && user["createdAt"] is String && user.count == 5)
            #expect(users.contains { $0["lastSeenAt"] is NSNull }, "null, where nobody came")
            #expect(try await browser.ask(path, "DELETE").status == 204)
            #expect(try await browser.ask(path, "DELETE").status == 404)
            let notes = people.notes.values.filter { $0.by == "李工" && $0.action != .logIn }
            #expect(notes.map(\.action) == [.addUser, .changeUser, .changeUser, .removeUser])
            #expect(notes.map(\.reason) == ["guard", "role auditor", "disabled", ""])
            #expect(
                notes.allSatisfy { $0.object == "account:新人 / 甲" && $0.proof == .account && $0.address == "127.0.0.1" })
        }
    }

    private static let broken: [(body: String, status: Int, name: String)] = [
        (#"{"name": "li", "role": "guard", "password": "short"}"#, 400, "weak-password"),
        (#"{"name": "李工", "role": "guard", "password": "another long one 3"}"#, 409, "name-taken"),
        (#"{"name": " li", "role": "guard", "password": "another long one 3"}"#, 400, "malformed-request"),
        (#"{"name": "a\u200bb", "role": "guard", "password": "another long one 3"}"#, 400, "malformed-request"),
        (#"{"name": "li", "role": "root", "password": "another long one 3"}"#, 400, "malformed-request"),
        (#"{"name": "li", "role": "guard"}"#, 400, "malformed-request"),
        (#"{"name": "li", "password": "another long one 3"}"#, 400, "malformed-request"),
        (#"{"name": "li", "role": "guard", "password": "another long one 3", "a": 1}"#, 400, "malformed-request"),
        (#"{"name": {"$ne": 1}, "role": "guard", "password": "another long one 3"}"#, 400, "malformed-request"),
        ("", 400, "malformed-request"), ("[]", 400, "malformed-request"),
    ]

    @Test(arguments: broken.indices)
    func `What cannot be used makes no account, and nothing is noted`(_ index: Int) async throws {
        let (body, status, name) = Self.broken[index]
        try await people.serve { client in
            let browser = try await client.logIn(.engineer)
            let answer = try await browser.ask("/console/api/users", "POST", body: body)
            #expect(answer.status == status && problem(answer.body) == name, "\(answer.body)")
            #expect(!answer.body.contains("another long one"), "no password comes back")
            #expect(try people.store.accounts().count == 3)
            #expect(people.notes.values.map(\.action) == [.logIn])
        }
    }

    @Test func `The last engineer who may log in stays one`() async throws {
        try await people.serve { client in
            let browser = try await client.logIn(.engineer)
            let path = "/console/api/users/%E6%9D%8E%E5%B7%A5"
            for (method, body) in [
                ("PATCH", #"{"role": "guard"}"#), ("PATCH", #"{"enabled": false}"#), ("DELETE", nil),
            ] as [(String, String?)] {
                let answer = try await browser.ask(path, method, body: body)
                #expect(answer.status == 409 && problem(answer.body) == "last-engineer", "\(method)")
            }
            #expect(try await browser.ask(path, "PATCH", body: "{}").status == 400)
            #expect(people.notes.values.map(\.action) == [.logIn])
            try people.add("second", .engineer)
            #expect(try await browser.ask(path, "PATCH", body: #"{"role": "guard"}"#).status == 204)
            #expect(try await browser.ask("/console/api/users").status == 403, "at once")
        }
    }

    @Test func `A new password by an engineer ends the sessions of that account`() async throws {
        try await people.serve { client in
            let (browser, guest) = (try await client.logIn(.engineer), try await client.logIn(.guard))
            let path = "/console/api/users/%E7%8E%8B%E5%80%BC%E7%8F%AD"
            #expect(try await browser.ask(path, "PATCH", body: #"{"password": "another long one 3"}"#).status == 204)
            #expect(try await guest.ask("/console/api/session").status == 401)
            #expect(try await client.tryLogIn("王值班", "another long one 3").status == 200)
        }
    }

    @Test func `What cannot be noted is not done, but everybody can still log in`() async throws {
        struct Full: Error {}
        try await people.serve(surroundings: { $0.audit = { _ in throw Full() } }) { client in
            let browser = try await client.logIn(.engineer)
            let answer = try await browser.ask(
                "/console/api/users", "POST",
                body: try Self.json(["name": "li", "role": "guard", "password": PeopleFixture.password]))
            #expect(answer.status == 503 && problem(answer.body) == "not-audited")
            #expect(try people.store.accounts().count == 3)
        }
    }

    @Test func `A name that is a script is a name`() async throws {
        let name = #"<script>alert("a")</script>"#
        try await people.serve { client in
            let browser = try await client.logIn(.engineer)
            let made = try await browser.ask(
                "/console/api/users", "POST",
                body: try Self.json(["name": name, "role": "guard", "password": PeopleFixture.password]))
            #expect(made.status == 201)
            let list = try await browser.ask("/console/api/users")
            #expect(list.head.contains("content-type: application/json") && list.head.contains("nosniff"))
            let read = try JSONSerialization.jsonObject(with: Data(list.body.utf8)) as? [String: Any]
            #expect((read?["users"] as? [[String: Any]])?.contains { $0["name"] as? String == name } == true)
            #expect(try await client.logIn(name).session["user"] as? String == name)
        }
    }

    @Test func `The audit log is read page by page, the newest first`() async throws {
        let lines = (1...5).map {
            AuditLine(
                number: $0, at: Timestamp(milliseconds: 1_800_000_000_000), action: "view", object: "file:a",
                reason: "r",
                by: "b", address: "c")
        }
        let read: AuditReading = { before, limit in
            Array(lines.reversed().filter { $0.number < before ?? .max }.prefix(limit))
        }
        try await people.serve(parts: { $0.audit = read }) { client in
            let browser = try await client.logIn(.auditor)
            var (numbers, next, pages) = ([Int](), "" as String?, 0)
            while let query = next {
                let answer = try await browser.ask("/console/api/audit?limit=2\(query)")
                let page = try #require(
                    try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any])
                let entries = try #require(page["entries"] as? [[String: Any]])
                numbers += entries.compactMap { $0["number"] as? Int }
                #expect(entries.first?.count == 7)
                next = (page["next"] as? Int).map { "&before=\($0)" }
                pages += 1
            }
            #expect(numbers == [5, 4, 3, 2, 1] && pages == 3)
            for query in ["?limit=0", "?limit=201", "?before=0", "?before=x", "?a=1"] {
                #expect(try await browser.ask("/console/api/audit\(query)").status == 400, "\(query)")
            }
        }
    }
}
