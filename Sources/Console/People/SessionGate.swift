import Accounts
import Alarms
import Synchronization
import VideoCore

/// Lets people in by the session they show. What it knows is a copy in memory, so that nobody waits for a disk that hangs;
/// ``refresh()`` renews it.
final class SessionGate: Sendable {
    private struct State {
        /// Those that last, by the SHA-256 of their tokens.
        var sessions: [String: Session] = [:]
        /// When they were used since this was last written down.
        var used: [String: WallTime] = [:]
        var hasAccounts = true
    }

    /// What the hash of a new password costs.
    let cost: PasswordHash.Cost

    private let thread: AccountThread
    private let bell: QueueBell
    private let state = Mutex(State())

    /// Reads `store` once, and rings `bell` when a session has ended, so that whoever waits with it notices.
    init(_ store: AccountStore, bell: QueueBell) {
        cost = store.cost
        thread = AccountThread(store)
        self.bell = bell
        _ = try? load(store)
    }

    /// Whether anybody has an account.
    var hasAccounts: Bool { state.withLock { $0.hasAccounts } }

    /// The session of the first of `tokens` that lasts. It lasts longer now that it is used.
    func session(of tokens: [SessionToken]) -> Session? {
        let now = WallTime.now()
        return state.withLock { state in
            for hash in tokens.lazy.map(\.hash) {
                guard var session = state.sessions[hash], session.isValid(at: now) else { continue }
                session.lastUsedAt = max(session.lastUsedAt, now)
                state.sessions[hash] = session
                state.used[hash] = session.lastUsedAt
                return session
            }
            return nil
        }
    }

    /// Whether the session with the hash `hash` still lasts. Who asks uses it.
    func holds(_ hash: String) -> Bool {
        let now = WallTime.now()
        return state.withLock { state in
            guard state.sessions[hash]?.isValid(at: now) == true else { return false }
            state.sessions[hash]?.lastUsedAt = now
            state.used[hash] = now
            return true
        }
    }

    /// Has `work` read or change accounts; what it changed is known at once.
    func run<Value: Sendable>(_ work: @escaping @Sendable (AccountStore) throws -> Value) async throws -> Value {
        let (value, hasEnded) = try await thread.run { [self] store in
            let value = try work(store)
            return (value, try load(store))
        }
        if hasEnded { bell.ring() }
        return value
    }

    /// Reads accounts and sessions anew.
    func refresh() async throws { try await run { _ in } }

    /// Writes down when sessions were used.
    func noteUse() async throws {
        let used = state.withLock { state in
            defer { state.used = [:] }
            return state.used
        }
        try await run { try $0.noteUse(of: used, now: .now()) }
    }

    /// Takes in what is in `store`; true when a session that lasted does so no more, or its holder may do something else.
    private func load(_ store: AccountStore) throws -> Bool {
        let hasAccounts = try !store.accounts().isEmpty
        let sessions = Dictionary(try store.sessions().map { ($0.hash, $0) }) { first, _ in first }
        return state.withLock { state in
            let before = state.sessions
            state.hasAccounts = hasAccounts
            state.sessions = sessions.mapValues { session in
                var session = session
                session.lastUsedAt = max(session.lastUsedAt, before[session.hash]?.lastUsedAt ?? session.lastUsedAt)
                return session
            }
            return before.contains { sessions[$0.key]?.role != $0.value.role }
        }
    }
}
