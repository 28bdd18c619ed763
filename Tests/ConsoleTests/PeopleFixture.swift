import Accounts
import Alarms
import Console
import Foundation
import Synchronization
import TestSupport
import Testing
import VideoCore

/// A site with an account of each role, whose hashes cost next to nothing.
final class PeopleFixture: Sendable {
    static let password = "七号楼东门 Xk4!pq9"
    static let names: [Account.Role: String] = [.guard: "王值班", .engineer: "李工", .auditor: "审计 赵"]

    let base: APIFixture
    let store: AccountStore
    let notes = Recorder<AuditNote>()

    /// `isEmpty`: nobody has an account.
    init(isEmpty: Bool = false) throws {
        base = try APIFixture()
        store = try AccountStore(dataFolder: base.folder.path, cost: .init(rounds: 16))
        guard !isEmpty else { return }
        for (role, name) in Self.names.sorted(by: { $0.value < $1.value }) { try add(name, role) }
    }

    func add(_ name: String, _ role: Account.Role) throws {
        let hash = try PasswordHash(Self.password, cost: store.cost)
        try store.add(name, role: role, password: hash, now: WallTime(secondsSince1970: 1_800_000_000))
    }

    /// Runs a server with these accounts while `body` uses it.
    func serve(
        change: (inout HTTPSettings) -> Void = { _ in }, parts: (inout ConsoleParts) -> Void = { _ in },
        surroundings: (inout AlarmAPI.Surroundings) -> Void = { _ in },
        _ body: (TestClient) async throws -> Void
    ) async throws {
        var given = ConsoleParts()
        given.site.name = "east-garden"
        given.site.timeZone = "Asia/Shanghai"
        given.site.version = "0.0"
        parts(&given)
        try await withServer(
            fixture: base,
            surroundings: {
                $0.accounts = store
                $0.audit = { [notes] note in notes.add(note) }
                surroundings(&$0)
            }, change: change, parts: given, body)
    }
}

/// A browser of somebody who has logged in.
struct TestBrowser {
    let client: TestClient
    let cookie: String
    let csrf: String
    let session: [String: Any]

    /// What comes back for `path`; with the session's proof against forged requests unless `fields` have another.
    func ask(
        _ path: String, _ method: String = "GET", fields: [String: String] = [:], body: String? = nil
    ) async throws -> (status: Int, head: String, body: String) {
        var all = ["Cookie": "tocsin-session=\(cookie)"]
        if method != "GET" { all["Tocsin-CSRF"] = csrf }
        all.merge(fields) { $1 }
        return try #require(await client.get(path, method: method, token: .some(nil), fields: all, body: body))
    }
}

extension TestClient {
    /// What comes back for an attempt to log in.
    func tryLogIn(
        _ name: String, _ password: String = PeopleFixture.password, fields: [String: String] = [:]
    ) async throws -> (status: Int, head: String, body: String) {
        let body = String(decoding: try JSONEncoder().encode(["name": name, "password": password]), as: UTF8.self)
        return try #require(
            await get("/console/api/session", method: "POST", token: .some(nil), fields: fields, body: body))
    }

    /// The browser of `name`, who logs in.
    func logIn(_ name: String, fields: [String: String] = [:]) async throws -> TestBrowser {
        try browser(try await tryLogIn(name, fields: fields))
    }

    func logIn(_ role: Account.Role) async throws -> TestBrowser { try await logIn(PeopleFixture.names[role] ?? "") }

    /// The browser that got `answer`, which lets it in.
    func browser(_ answer: (status: Int, head: String, body: String)) throws -> TestBrowser {
        #expect(answer.status == 200, "\(answer.body)")
        let cookie = try #require(answer.head.firstMatch(of: /set-cookie: tocsin-session=([0-9a-f]{64});/)).1
        let read = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        let session = try #require(read)
        return TestBrowser(
            client: self, cookie: String(cookie), csrf: session["csrf"] as? String ?? "", session: session)
    }
}

/// The name of the problem in `body`.
func problem(_ body: String) -> String {
    String(body.firstMatch(of: /urn:tocsin:problem:([a-z-]+)/)?.1 ?? "none")
}

/// Makes the file `name` in the folder at `path`, with one byte.
func writeFile(_ path: String, _ name: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data([97]).write(to: URL(fileURLWithPath: path + "/" + name))
}
