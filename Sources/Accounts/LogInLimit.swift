/// When the next password is looked at: per account and per address, with a growing pause. Pure: takes the time, in seconds
/// on a clock that is never put back.
///
/// An address that has not failed with an account has its first try with it whatever others do elsewhere, and no one else
/// prolongs its pause: so nobody can lock another person out for good.
public struct LogInLimit: Sendable {
    /// Wrong passwords without a pause.
    public static let free = 5
    /// Seconds of the longest pause.
    public static let longest = 900.0
    /// Seconds after the last wrong one after which all are forgotten.
    public static let memory = 3600.0
    /// Accounts, addresses, and pairs of them that are remembered, of each; the oldest give way.
    public static let most = 4096

    private struct Tally {
        var count = 0
        var last = -Double.infinity
    }

    private struct Pair: Hashable {
        let account, address: String
    }

    private var accounts: [String: Tally] = [:]
    private var addresses: [String: Tally] = [:]
    private var pairs: [Pair: Tally] = [:]

    /// Nothing went wrong yet.
    public init() {}

    /// Seconds to wait at `now` before somebody at `address` may try the account `name`, which need not exist; 0: none.
    public func wait(_ name: String, from address: String, now: Double) -> Double {
        let name = AccountName.key(name)
        let all = live(addresses[address], now)
        let own = live(pairs[Pair(account: name, address: address)], now)
        var wait = Self.pause(after: all.count) - (now - all.last)
        if own.count > 0 { wait = max(wait, Self.pause(after: live(accounts[name], now).count) - (now - own.last)) }
        return max(wait, 0)
    }

    /// Somebody tries now. Counts as a failure until it is known better: many at once are so many tries.
    public mutating func begin(_ name: String, from address: String, now: Double) {
        let name = AccountName.key(name)
        Self.count(&accounts, name, now)
        Self.count(&addresses, address, now)
        Self.count(&pairs, Pair(account: name, address: address), now)
    }

    /// The password was right: this account is forgiven at this address, and so is the address, but for what it did to other
    /// accounts.
    public mutating func succeed(_ name: String, from address: String) {
        let name = AccountName.key(name)
        let pair = Pair(account: name, address: address)
        let own = pairs.removeValue(forKey: pair)?.count ?? 0
        if var all = accounts[name] {
            all.count = max(all.count - own, 0)
            accounts[name] = all
        }
        if var here = addresses[address] {
            here.count = max(here.count - own, 0)
            addresses[address] = here
        }
    }

    /// Seconds from a wrong password to the next try, after `count` of them.
    static func pause(after count: Int) -> Double {
        guard count >= free else { return 0 }
        return min(Double(1 << min(count - free, 20)), longest)
    }

    private func live(_ tally: Tally?, _ now: Double) -> Tally {
        guard let tally, now - tally.last < Self.memory else { return Tally() }
        return tally
    }

    private static func count<Key>(_ tallies: inout [Key: Tally], _ key: Key, _ now: Double) {
        if tallies[key] == nil, tallies.count >= most {
            let newest = tallies.filter { now - $0.value.last < memory }.sorted { $0.value.last > $1.value.last }
            tallies = Dictionary(newest.prefix(most / 2).map { ($0.key, $0.value) }) { first, _ in first }
        }
        var tally = tallies[key] ?? Tally()
        if now - tally.last >= memory { tally.count = 0 }
        tally.count += 1
        tally.last = now
        tallies[key] = tally
    }
}
