/// What was answered lately: a request that comes again is given the same answer, and done once (RFC 3261, 17.2.2).
struct AnsweredRequests {
    /// Seconds for which a request may come again: 64 times T1.
    private static let memory = 32.0
    /// Requests remembered, at most.
    private static let most = 512

    private var answers: [String: (bytes: [UInt8], at: Double)] = [:]
    private var order: [String] = []

    /// The answer that `transaction` got before.
    func answer(to transaction: String, at now: Double) -> [UInt8]? {
        guard let found = answers[transaction], now - found.at < Self.memory else { return nil }
        return found.bytes
    }

    /// Remembers `bytes` as the answer to `transaction`.
    mutating func add(_ bytes: [UInt8], to transaction: String, at now: Double) {
        if answers.updateValue((bytes, now), forKey: transaction) == nil { order.append(transaction) }
        guard order.count > Self.most else { return }
        answers[order.removeFirst()] = nil
    }
}
