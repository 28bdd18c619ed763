public import Ledger

/// What to do next at one recorder: polls one after the other, each channel once in its half hour, at a moment of its own.
///
/// Pure: takes the time, returns what to do.
public struct RecorderAgenda: Sendable {
    /// What to do.
    public enum Step: Hashable, Sendable {
        /// Visit this device for this slot.
        case visit(String, PollSlot)
        /// Nothing before this second since 1970.
        case rest(until: Int)
    }

    /// Seconds of each half hour in which visits begin; the rest is for those that take long.
    public static let spread = 1500

    private let devices: [String]
    /// The slot that each device was visited for last.
    public private(set) var done: [String: PollSlot]

    /// An agenda for the channels `devices` of one recorder, which were visited for `done` last.
    public init(_ devices: [String], done: [String: PollSlot] = [:]) {
        self.devices = devices
        self.done = done.filter { devices.contains($0.key) }
    }

    /// What to do at `now`, in seconds since 1970. A device is visited for the slot that `now` falls in; one that was missed
    /// is not made up for.
    /// Only `chosen` devices are looked at, all of them where it is nil.
    public func step(at now: Int, of chosen: Set<String>? = nil) -> Step {
        let slot = PollSlot(at: Double(now))
        let devices = devices.filter { chosen?.contains($0) ?? true }
        let open = devices.filter { done[$0] != slot }
        let next = open.map { (device: $0, at: slot.start + Self.offset(of: $0, in: slot)) }.min { $0.at < $1.at }
        guard let next else {
            let following = PollSlot(number: slot.number + 1)
            let first = devices.map { following.start + Self.offset(of: $0, in: following) }.min()
            return .rest(until: first ?? following.end)
        }
        return next.at <= now ? .visit(next.device, slot) : .rest(until: next.at)
    }

    /// Visits of the half hour of `now` that are due and not under way.
    public func dueCount(at now: Int) -> Int {
        let slot = PollSlot(at: Double(now))
        return devices.count { done[$0] != slot && slot.start + Self.offset(of: $0, in: slot) <= now }
    }

    /// The visit for `slot` is under way or made: it is not due again.
    public mutating func claim(_ device: String, _ slot: PollSlot) { done[device] = slot }

    /// The visit that was under way has come to nothing: it is due still.
    public mutating func release(_ device: String) { done[device] = nil }

    /// When in its half hour a device is visited: a number that looks like chance, and is another one in each slot, so that
    /// nothing at the site that keeps the clock falls on every poll (FNV-1a).
    static func offset(of device: String, in slot: PollSlot) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in device.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for shift in stride(from: 0, to: 32, by: 8) {
            hash = (hash ^ UInt64(truncatingIfNeeded: slot.number >> shift & 0xFF)) &* 0x100_0000_01B3
        }
        return Int((hash >> 17) % UInt64(spread))
    }
}
