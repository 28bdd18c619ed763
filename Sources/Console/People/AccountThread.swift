import Accounts
import Alarms
import VideoCore

/// Does everything of the console's that waits for the accounts' disk, one after the other, on a thread of its own.
actor AccountThread {
    private let store: AccountStore
    private let executor = DiskExecutor(label: "console-accounts")
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(_ store: AccountStore) { self.store = store }

    /// What `work` returns.
    func run<Value: Sendable>(_ work: @Sendable (AccountStore) throws -> Value) throws -> Value { try work(store) }
}

/// Computes hashes of passwords, one at a time: each takes a processor and 32 MB for a tenth of a second.
actor PasswordThread {
    private let executor = DiskExecutor(label: "console-passwords", isUrgent: false)
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Whether `hash` is that of `password`.
    func isHash(_ hash: PasswordHash, of password: Secret) throws -> Bool { try hash.matches(password.revealed) }

    /// The hash of `password`.
    func hash(of password: Secret, cost: PasswordHash.Cost) throws -> PasswordHash {
        try PasswordHash(password.revealed, cost: cost)
    }
}
