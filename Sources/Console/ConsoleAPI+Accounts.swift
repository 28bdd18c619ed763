import Accounts
import Alarms
import Foundation
import HTTPTypes
import VideoCore

/// Accounts and sessions.
extension ConsoleAPI {
    /// Characters of a password that is read at all; which are good enough ``PasswordRule`` says.
    private static let passwordLimit = 1024

    func account(_ route: ConsoleRoute, _ request: APIRequest) async throws -> HTTPAnswer {
        guard let people else { throw Problem.unknownPath }
        try request.query.allow()
        do {
            return switch route {
            case .firstUser: try await makeFirst(people, request)
            case .logIn: try await logIn(people, request)
            case .session: try session(request)
            case .logOut: try await logOut(people, request)
            case .changePassword: try await changePassword(people, request)
            case .users: try await users(people)
            case .addUser: try await addUser(people, request)
            case .changeUser: try await changeUser(people, request)
            case .removeUser: try await removeUser(people, request)
            default: throw Problem.unknownPath
            }
        } catch let error as AccountError {
            throw Problem(error)
        }
    }

    // MARK: - Sessions

    /// The holder of the first token becomes the first engineer.
    private func makeFirst(_ people: People, _ request: APIRequest) async throws -> HTTPAnswer {
        let body = try JSONBody(request.body, type: Self.type(request), keys: "token", "name", "password")
        let name = try Self.name(body)
        let password = Secret(try body.required("password", limit: Self.passwordLimit))
        let shown = Secret(try body.required("token", limit: 256))
        guard !people.sessions.hasAccounts else { throw Problem(AccountError.Code.notFirst) }
        let token = try await alarms.gate.token(shown, from: request.connection.address)
        guard token.name == "first", token.role == .operate else { throw Problem.notFirstToken }
        request.connection.lasts()
        let hash = try await people.hash(password, for: name)
        var note = AuditNote(.addUser, of: "account:\(name)", reason: "the first one, engineer", request)
        (note.by, note.proof) = (token.name, .token(token.id))
        try await keep(note)
        try await people.sessions.run {
            try $0.add(name, role: .engineer, password: hash, mustBeFirst: true, now: .now())
        }
        return try await begin(people, name, request)
    }

    private func logIn(_ people: People, _ request: APIRequest) async throws -> HTTPAnswer {
        let body = try JSONBody(request.body, type: Self.type(request), keys: "name", "password")
        let name = try body.required("name", limit: AccountName.limit)
        let password = Secret(try body.required("password", limit: Self.passwordLimit))
        if !people.sessions.hasAccounts { throw Problem.firstStart }
        // All of it has come: whoever is slow to send it was cut before.
        request.connection.lasts()
        let account = try await people.account(name, password, from: request.connection.address)
        return try await begin(people, account.name, request)
    }

    /// A session with a token of its own begins; one that the browser had ends.
    private func begin(_ people: People, _ name: String, _ request: APIRequest) async throws -> HTTPAnswer {
        let token = SessionToken()
        let old = SessionCookie.tokens(request.headers).map(\.hash)
        let session = try await people.sessions.run { store in
            for hash in old { try store.logOut(hash) }
            return try store.logIn(token, of: name, now: .now())
        }
        var note = AuditNote(.logIn, of: "account:\(session.account)", request)
        (note.by, note.proof) = (session.account, .account)
        // That no note can be kept is in the log, and no reason to keep anybody from alarms.
        try? await people.audit(note)
        let cookie = SessionCookie.field(token, isEncrypted: isEncrypted)
        return try HTTPAnswer(encoding: facts(session, token), fields: [cookie])
    }

    private func session(_ request: APIRequest) throws -> HTTPAnswer {
        let tokens = SessionCookie.tokens(request.headers)
        guard let session = people?.sessions.session(of: tokens),
            let token = tokens.first(where: { $0.hash == session.hash })
        else { throw Problem.noSession }
        return try HTTPAnswer(encoding: facts(session, token))
    }

    private func logOut(_ people: People, _ request: APIRequest) async throws -> HTTPAnswer {
        let hash = Self.sessionHash(request)
        try await people.sessions.run { try $0.logOut(hash) }
        // As with logging in.
        try? await people.audit(AuditNote(.logOut, of: "account:\(request.caller?.name ?? "")", request))
        return HTTPAnswer(
            status: 204, .bytes([]), type: "", fields: [SessionCookie.removal(isEncrypted: isEncrypted)])
    }

    private func changePassword(_ people: People, _ request: APIRequest) async throws -> HTTPAnswer {
        let body = try JSONBody(request.body, type: Self.type(request), keys: "old", "new")
        let old = Secret(try body.required("old", limit: Self.passwordLimit))
        let new = Secret(try body.required("new", limit: Self.passwordLimit))
        let name = request.caller?.name ?? ""
        _ = try await people.account(name, old, from: request.connection.address)
        let hash = try await people.hash(new, for: name)
        try await keep(AuditNote(.changeUser, of: "account:\(name)", reason: "own password", request))
        let session = Self.sessionHash(request)
        try await people.sessions.run { try $0.change(name, password: hash, keeping: session) }
        return .nothing
    }

    private func facts(_ session: Session, _ token: SessionToken) -> SessionFacts {
        SessionFacts(
            user: session.account, role: session.role.rawValue, csrf: token.csrf,
            site: .init(name: parts.site.name, timeZone: parts.site.timeZone), version: parts.site.version,
            expiresAt: Timestamp(session.expiresAt))
    }

    // MARK: - Accounts

    private func users(_ people: People) async throws -> HTTPAnswer {
        try await people.sessions.noteUse()
        let accounts = try await people.sessions.run { try $0.accounts() }
        return try HTTPAnswer(encoding: UserList(users: accounts.map(UserList.User.init)))
    }

    private func addUser(_ people: People, _ request: APIRequest) async throws -> HTTPAnswer {
        let body = try JSONBody(request.body, type: Self.type(request), keys: "name", "role", "password")
        let name = try Self.name(body)
        guard let role = try Self.role(body) else { throw Problem.malformed("`role` is missing", "give it") }
        let password = Secret(try body.required("password", limit: Self.passwordLimit))
        let hash = try await people.hash(password, for: name)
        try await change(people, AuditNote(.addUser, of: "account:\(name)", reason: role.rawValue, request)) {
            try $0.add(name, role: role, password: hash, isRehearsal: $1, now: .now())
        }
        return HTTPAnswer(status: 201, json: "{}")
    }

    private func changeUser(_ people: People, _ request: APIRequest) async throws -> HTTPAnswer {
        let body = try JSONBody(request.body, type: Self.type(request), keys: "role", "password", "enabled")
        let name = try Self.named(request)
        let (role, isEnabled) = (try Self.role(body), try body.flag("enabled"))
        let password = try body.text("password", limit: Self.passwordLimit).map { Secret($0) }
        guard role != nil || isEnabled != nil || password != nil else {
            throw Problem.malformed("nothing is to be changed", "give `role`, `password` or `enabled`")
        }
        let hash = if let password { try await people.hash(password, for: name) } else { nil as PasswordHash? }
        let what = [
            role.map { "role \($0.rawValue)" }, isEnabled.map { $0 ? "enabled" : "disabled" },
            hash.map { _ in "new password" },
        ].compactMap { $0 }.joined(separator: ", ")
        let session = Self.sessionHash(request)
        try await change(people, AuditNote(.changeUser, of: "account:\(name)", reason: what, request)) {
            try $0.change(
                name, role: role, password: hash, isEnabled: isEnabled, keeping: session, isRehearsal: $1)
        }
        return .nothing
    }

    private func removeUser(_ people: People, _ request: APIRequest) async throws -> HTTPAnswer {
        let name = try Self.named(request)
        try await change(people, AuditNote(.removeUser, of: "account:\(name)", request)) {
            try $0.remove(name, isRehearsal: $1)
        }
        return .nothing
    }

    /// Tries whether `change` can be made, has `note` kept, and makes it.
    private func change(
        _ people: People, _ note: AuditNote,
        _ change: @escaping @Sendable (AccountStore, _ isRehearsal: Bool) throws -> Void
    ) async throws {
        try await people.sessions.run { try change($0, true) }
        try await keep(note)
        try await people.sessions.run { try change($0, false) }
    }

    // MARK: - What came along

    /// A page of another origin cannot send this type without asking first.
    private static func type(_ request: APIRequest) -> String { request.headers[.contentType] ?? "" }

    private static func sessionHash(_ request: APIRequest) -> String {
        if case .session(let hash) = request.caller?.proof { hash } else { "" }
    }

    /// The name in the path.
    private static func named(_ request: APIRequest) throws(Problem) -> String {
        guard let name = request.values.first?.removingPercentEncoding, AccountName.isAllowed(name) else {
            throw Problem(AccountError.Code.unknownName)
        }
        return name
    }

    /// The name of an account to be made.
    private static func name(_ body: JSONBody) throws(Problem) -> String {
        let name = try body.required("name", limit: AccountName.limit)
        guard AccountName.isAllowed(name) else { throw Problem(AccountError.Code.badName) }
        return name
    }

    private static func role(_ body: JSONBody) throws(Problem) -> Account.Role? {
        guard let text = try body.text("role", limit: 64) else { return nil }
        guard let role = Account.Role(rawValue: text) else {
            let known = Account.Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw .malformed("`role` is none", "give one of \(known)")
        }
        return role
    }
}
