import Accounts
import Alarms
import Synchronization
import Telemetry
import VideoCore

/// Lets requests in by the token they bring, or the session. What it knows is a copy in memory, so that nobody waits for a disk that
/// hangs; ``refresh()`` renews it.
final class Gate: Sendable {
    /// Why somebody was not let in, as the metric says.
    enum Refusal: String, CaseIterable {
        case missing, unknown, forbidden, limited
    }

    private struct State {
        /// The valid ones, by the SHA-256 of the token.
        var tokens: [String: AccessToken] = [:]
        /// When they were used since this was last written down, by id.
        var used: [String: Timestamp] = [:]
        var limit = FailureLimit()
    }

    /// People's sessions; nil where nobody has an account.
    let sessions: SessionGate?

    private let queue: QueueThread
    private let state = Mutex(State())
    private let began = ContinuousClock.now
    private let refused: [Refusal: Counter]

    init(_ queue: QueueThread, sessions: SessionGate?, metrics: Metrics) {
        self.queue = queue
        self.sessions = sessions
        refused = Dictionary(
            uniqueKeysWithValues: Refusal.allCases.map {
                ($0, metrics.counter(.httpRefused, ["reason": $0.rawValue]))
            })
    }

    /// Who shows a token in the header field `authorization`, for something that not everybody may do; throws 401, 403 or
    /// 429.
    func admit(_ authorization: String?, for right: Right, from address: String) async throws(Problem) -> Caller {
        guard let text = Self.bearer(authorization) else { throw refusal(.missing) }
        let hash = AccessToken.hash(of: text)
        let token = try await holder(hash, from: address)
        guard token.role.rights.contains(right) else {
            refused[.forbidden]?.add()
            let role = AccessToken.Role(having: right)
            throw Problem(
                status: 403, name: "forbidden", detail: "this token has the role \(token.role.rawValue)",
                remedy: role.map { "use a token with the role \($0.rawValue)" } ?? "log in at the console")
        }
        state.withLock { $0.used[token.id] = Timestamp(.now()) }
        return Caller(token)
    }

    /// The session that one of `cookies` proves, for something that not everybody may do; throws 401 or 403.
    func admit(_ cookies: [SessionToken], for right: Right) throws(Problem) -> Session {
        guard let session = sessions?.session(of: cookies) else {
            refused[cookies.isEmpty ? .missing : .unknown]?.add()
            throw sessions?.hasAccounts == false ? .firstStart : .noSession
        }
        guard session.role.rights.contains(right) else {
            refused[.forbidden]?.add()
            throw Problem(
                status: 403, name: "forbidden", detail: "your account has the role \(session.role.rawValue)",
                remedy: "ask an engineer of the site")
        }
        return session
    }

    /// The token `text`, shown from `address` for a right of its own; throws 401 or 429 where it is not valid.
    func token(_ text: Secret, from address: String) async throws(Problem) -> AccessToken {
        try await holder(AccessToken.hash(of: text.revealed), from: address)
    }

    /// Reads the tokens anew; true when one that was valid is so no more.
    @discardableResult
    func refresh() async throws -> Bool {
        let all = try await queue.run { try $0.tokens() }
        let valid = all.filter { $0.revokedAt == nil }.map { ($0.hash, $0) }
        let tokens = Dictionary(valid) { first, _ in first }
        return state.withLock { state in
            defer { state.tokens = tokens }
            return state.tokens.keys.contains { tokens[$0] == nil }
        }
    }

    /// Whether `caller`, who was let in, still would be.
    func holds(_ caller: Caller?) -> Bool {
        switch caller?.proof {
        case .token(let token): state.withLock { $0.tokens[token.hash] != nil }
        case .session(let hash): sessions?.holds(hash) == true
        case nil: false
        }
    }

    /// Writes down when tokens were used.
    func noteUse() async throws {
        let used = state.withLock { state in
            defer { state.used = [:] }
            return state.used
        }
        if !used.isEmpty { try await queue.run { try $0.noteUse(of: used) } }
        try await sessions?.noteUse()
    }

    private func holder(_ hash: String, from address: String) async throws(Problem) -> AccessToken {
        if let token = state.withLock({ $0.tokens[hash] }) { return token }
        let now = (ContinuousClock.now - began) / .seconds(1)
        guard state.withLock({ $0.limit.allows(address, now: now) }) else { throw refusal(.limited) }
        // It may have been made a moment ago.
        _ = try? await refresh()
        if let token = state.withLock({ $0.tokens[hash] }) { return token }
        state.withLock { $0.limit.note(address, now: now) }
        throw refusal(.unknown)
    }

    private func refusal(_ reason: Refusal) -> Problem {
        refused[reason]?.add()
        let remedy = "make one with `tocsin tokens add` and send it along as `Authorization: Bearer TOKEN`"
        return switch reason {
        case .limited:
            Problem(
                status: 429, name: "too-many-attempts", detail: "too many wrong tokens came from this address",
                remedy: "wait a minute, and use a token that is valid", retryAfter: Int(FailureLimit.seconds))
        case .missing:
            Problem(status: 401, name: "no-token", detail: "this page asks for a token", remedy: remedy)
        default:
            Problem(
                status: 401, name: "wrong-token", detail: "this token is not valid, or not any more", remedy: remedy)
        }
    }

    private static func bearer(_ authorization: String?) -> String? {
        guard let parts = authorization?.split(separator: " ", omittingEmptySubsequences: true), parts.count == 2,
            parts[0].lowercased() == "bearer", parts[1].utf8.count <= 256
        else { return nil }
        return String(parts[1])
    }
}
