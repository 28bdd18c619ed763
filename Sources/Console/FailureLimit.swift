/// How often a wrong token may come from one address. Pure: takes the time, in seconds on a clock that never goes back.
struct FailureLimit {
    /// Wrong tokens from one address within ``seconds``.
    static let allowed = 10
    /// The stretch that counts.
    static let seconds = 60.0
    /// Addresses remembered at most; beyond that all are forgotten, so that nobody fills the memory.
    static let addresses = 4096

    private var failures: [String: [Double]] = [:]

    /// Whether another token from `address` is looked at.
    func allows(_ address: String, now: Double) -> Bool {
        (failures[address] ?? []).count { now - $0 < Self.seconds } < Self.allowed
    }

    /// A wrong token came from `address`.
    mutating func note(_ address: String, now: Double) {
        if failures.count >= Self.addresses, failures[address] == nil { failures = [:] }
        failures[address] = ((failures[address] ?? []) + [now]).filter { now - $0 < Self.seconds }.suffix(Self.allowed)
    }
}
