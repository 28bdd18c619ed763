import Testing

@testable import Accounts

/// When the next password is looked at.
@Suite struct LogInLimitTests {
    private func failed(_ count: Int, _ name: String = "li", from address: String = "a", at now: Double = 0)
        -> LogInLimit
    {
        var limit = LogInLimit()
        for _ in 0..<count { limit.begin(name, from: address, now: now) }
        return limit
    }

    private static let pauses: [(failures: Int, seconds: Double)] = [
        (0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (14, 512), (15, 900), (100, 900), (10_000, 900),
    ]

    @Test(arguments: pauses.indices)
    func `Five tries are free, then the pause doubles up to a quarter of an hour`(_ index: Int) {
        let (failures, seconds) = Self.pauses[index]
        #expect(failed(failures).wait("li", from: "a", now: 0) == seconds)
    }

    @Test func `The pause runs out, and after an hour all is forgotten`() {
        let limit = failed(10)
        #expect(limit.wait("li", from: "a", now: 31) == 1)
        #expect(limit.wait("li", from: "a", now: 32) == 0)
        #expect(failed(100).wait("li", from: "a", now: 3600) == 0)
    }

    @Test func `Whoever is elsewhere has a try, however long others go on`() {
        var limit = LogInLimit()
        for second in 0..<10_000 { limit.begin("li", from: "stranger \(second % 50)", now: Double(second) / 10) }
        #expect(limit.wait("li", from: "home", now: 1000) == 0)
        limit.begin("li", from: "home", now: 1000)
        #expect(limit.wait("li", from: "home", now: 1000) == 900, "after a slip a pause")
        for second in 0..<900 { limit.begin("li", from: "stranger \(second % 50)", now: 1000 + Double(second)) }
        #expect(limit.wait("li", from: "home", now: 1900) == 0, "which nobody else prolongs")
    }

    @Test func `One address cannot try one name after the other`() {
        var limit = LogInLimit()
        for number in 0..<20 { limit.begin("name \(number)", from: "a", now: 0) }
        #expect(limit.wait("another", from: "a", now: 0) == 900)
        #expect(limit.wait("another", from: "b", now: 0) == 0)
    }

    @Test func `Names that are the same count together`() {
        let limit = failed(6, "LI")
        #expect(limit.wait("ｌｉ", from: "a", now: 0) == 2)
    }

    @Test func `The right password forgives its own account, not what was tried with others`() {
        var limit = failed(6)
        limit.succeed("li", from: "a")
        #expect(limit.wait("li", from: "a", now: 0) == 0)
        for _ in 0..<8 { limit.begin("wang", from: "a", now: 0) }
        limit.begin("li", from: "a", now: 0)
        limit.succeed("li", from: "a")
        #expect(limit.wait("wang", from: "a", now: 0) == 8, "who has an account guesses others' no faster")
    }

    @Test func `Memory is bounded, and those who went on longest ago are forgotten first`() {
        var limit = LogInLimit()
        for _ in 0..<10 { limit.begin("li", from: "a", now: 0) }
        for number in 0..<LogInLimit.most * 2 { limit.begin("n\(number)", from: "a\(number)", now: 1) }
        #expect(limit.wait("li", from: "a", now: 1) == 0)
        let last = LogInLimit.most * 2 - 1
        for _ in 0..<4 { limit.begin("n\(last)", from: "a\(last)", now: 1) }
        #expect(limit.wait("n\(last)", from: "a\(last)", now: 1) == 1)
    }
}
