import Accounts
import Alarms
import Foundation
import Synchronization
import Telemetry
import VideoCore

/// Those who log in: whether a password is right, how often one may try, and what is noted of it.
final class People: Sendable {
    /// Passwords that wait to be looked at, which is done one after the other.
    static let queueLimit = 16

    let sessions: SessionGate
    let audit: Auditing
    private let thread = PasswordThread()
    private let places = Places(queueLimit)
    private let began = ContinuousClock.now
    private let state = Mutex((limit: LogInLimit(), told: Repeats<AuditNote.Action>(first: 1, longest: 60)))

    init(_ sessions: SessionGate, audit: @escaping Auditing) {
        self.sessions = sessions
        self.audit = audit
    }

    /// The account called `name`, where `password` is its password and it may log in. A name that nobody has takes as long.
    /// Throws 401, 429 or 503.
    func account(_ name: String, _ password: Secret, from address: String) async throws -> Account {
        let source = Self.source(address)
        // Whoever guesses from one place leaves room for others.
        let place = try places.take(for: source, most: 4, .crowdedLogIn)
        defer { withExtendedLifetime(place) {} }
        let now = (ContinuousClock.now - began) / .seconds(1)
        let wait = state.withLock { state in
            let wait = state.limit.wait(name, from: source, now: now)
            if wait == 0 { state.limit.begin(name, from: source, now: now) }
            return wait
        }
        guard wait == 0 else {
            await noteRefusal(.lockOut, of: nil, from: address)
            throw Problem.lockedOut(seconds: wait)
        }
        let found = try await sessions.run { try $0.account(name) }
        let isRight = try await thread.isHash(found?.password ?? .ofNobody(cost: sessions.cost), of: password)
        guard isRight, let found, found.account.isEnabled else {
            await noteRefusal(.refusedLogIn, of: found?.account.name, from: address)
            throw Problem.wrongLogIn
        }
        state.withLock { $0.limit.succeed(name, from: source) }
        if found.password.cost != sessions.cost { try await renew(found.password, of: name, password) }
        return found.account
    }

    /// What is kept of `password`; throws 400 where it is not good enough for the account `name`, and 503.
    func hash(_ password: Secret, for name: String) async throws -> PasswordHash {
        if let fault = PasswordRule.fault(of: password.revealed, for: name) {
            throw Problem(
                status: 400, name: "weak-password", detail: "this password cannot be used: \(fault)",
                remedy: "take one of at least \(PasswordRule.least) characters that is hard to guess")
        }
        let place = try places.take(.crowdedLogIn)
        defer { withExtendedLifetime(place) {} }
        return try await thread.hash(of: password, cost: sessions.cost)
    }

    private func renew(_ old: PasswordHash, of name: String, _ password: Secret) async throws {
        let new = try await thread.hash(of: password, cost: sessions.cost)
        // It can be done the next time as well.
        _ = try? await sessions.run { try $0.renew(old, of: name, as: new) }
    }

    /// What goes on is noted less and less often, so that nobody fills the disk. A name that nobody has is not written down:
    /// it may be a password that was typed in the wrong place.
    private func noteRefusal(_ action: AuditNote.Action, of name: String?, from address: String) async {
        let now = (ContinuousClock.now - began) / .seconds(1)
        guard let leftOut = state.withLock({ $0.told.say(action, now: now) }) else { return }
        let note = AuditNote(
            action: action, object: name.map { "account:\($0)" } ?? "",
            reason: leftOut > 0 ? "\(leftOut + 1) times since the last entry of this kind" : "", by: "", proof: .none,
            address: address, at: Timestamp(.now()))
        try? await audit(note)
    }

    /// Where `address` counts as the same: whoever has one of IPv6 has all with the same first half.
    static func source(_ address: String) -> String {
        guard address.contains(":") else { return address }
        var bytes = in6_addr()
        guard unsafe inet_pton(AF_INET6, address.split(separator: "%").first.map(String.init) ?? "", &bytes) == 1 else {
            return address
        }
        return unsafe withUnsafeBytes(of: bytes) { raw in
            let all = unsafe Array(raw)
            let isMapped = all[..<10].allSatisfy { $0 == 0 } && all[10] == 0xFF && all[11] == 0xFF
            return isMapped ? "\(all[12...])" : "\(all[..<8])"
        }
    }
}

extension Problem {
    static let wrongLogIn = Problem(
        status: 401, name: "wrong-login", detail: "name or password is wrong, or the account may not be used",
        remedy: "try again; an engineer of the site, or `tocsin users password` on the box, sets a new password",
        challenge: sessionChallenge)

    /// What is done only with a note of it.
    static let notAudited = Problem(
        status: 503, name: "not-audited", detail: "no note of this could be kept, so nothing was done",
        remedy: "look at the log of the service, then try again", retryAfter: 5)

    static func lockedOut(seconds: Double) -> Problem {
        let seconds = max(1, Int(seconds.rounded(.up)))
        return Problem(
            status: 429, name: "locked-out",
            detail: "too many wrong passwords; the next one is looked at in \(seconds) s",
            remedy: "wait, then try again", retryAfter: seconds)
    }

    static let crowdedLogIn = Problem(
        status: 503, name: "crowded", detail: "too many log in at this moment", remedy: "try again in a moment",
        retryAfter: 2)

    /// What the accounts say to a request about them.
    init(_ error: AccountError) { self.init(error.code) }

    /// What is wrong with accounts, and what to do.
    init(_ code: AccountError.Code) {
        switch code {
        case .badName: self = .malformed("an account cannot be called that", "take 1 to 64 characters that can be seen")
        case .nameTaken:
            self.init(
                status: 409, name: "name-taken", detail: "there is an account of this name, or nearly so",
                remedy: "take another name")
        case .unknownName:
            self.init(
                status: 404, name: "unknown-user", detail: "there is no account of this name",
                remedy: "see /console/api/users")
        case .lastEngineer:
            self.init(
                status: 409, name: "last-engineer", detail: "no engineer who may log in would be left",
                remedy: "make another engineer first")
        case .notFirst:
            self.init(
                status: 409, name: "not-first", detail: "there are accounts already",
                remedy: "log in; an engineer makes further accounts")
        case .diskFull:
            self.init(
                status: 503, name: "disk-full", detail: "the disk is full: what is left is for alarms",
                remedy: "free space on it, then try again", retryAfter: 60)
        case .missing, .failed:
            self.init(
                status: 503, name: "accounts-away", detail: "the accounts cannot be used at the moment",
                remedy: "try again; if that lasts, see the log of the service", retryAfter: 5)
        }
    }
}
