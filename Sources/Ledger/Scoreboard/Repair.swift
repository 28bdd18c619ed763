import VideoCore

/// A device that costs a site its rates, with what it has cost.
public struct Repair: Hashable, Sendable {
    /// What is wrong with it, mostly.
    public enum Reason: String, CaseIterable, Hashable, Sendable {
        /// It did not answer for half of the time that is known, or more.
        case offline
        /// It answered less than half of its polls.
        case notNetworked = "not-networked"
        /// It answers, and gives no picture.
        case noPicture = "no-picture"
        /// It gives a picture that does not show what it should.
        case poorPicture = "poor-picture"
        /// It was away now and then.
        case interrupted
    }

    /// Which device.
    public var device: Device
    /// What is wrong with it.
    public var reason: Reason
    /// Polls that were required and gave no good picture.
    public var lostPolls: Int
    /// Seconds, not exempt, in which it did not answer.
    public var downSeconds: Int
    /// Why it did not answer for most of these.
    public var cause: String?

    /// What is wrong with the device of `account`; nil where nothing is.
    init?(_ account: DeviceAccount) {
        let figures = account.figures
        let polls = figures.polls
        device = account.device
        lostPolls = polls.total - polls.good
        downSeconds = figures.knownSeconds - figures.upSeconds
        guard lostPolls > 0 || downSeconds > 0 else { return nil }
        cause = Self.cause(account.gaps)
        if downSeconds > 0, 2 * downSeconds >= figures.knownSeconds {
            reason = .offline
        } else if polls.total > 0, 2 * polls.reachable < polls.total {
            reason = .notNetworked
        } else if polls.ok < polls.total {
            reason = .noPicture
        } else {
            reason = lostPolls > 0 ? .poorPicture : .interrupted
        }
    }

    /// A lost poll stands for the half hour between two of them.
    var weight: Int { lostPolls * PollSlot.seconds + downSeconds }

    private static func cause(_ gaps: [Span]) -> String? {
        var seconds: [String: Int] = [:]
        for gap in gaps where gap.state == .down {
            if let cause = gap.cause { seconds[cause, default: 0] += gap.seconds.count }
        }
        return seconds.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}

extension Assessment {
    /// What to repair first, what has cost most first, at most `limit`.
    public func repairs(atMost limit: Int) -> [Repair] {
        let all = accounts.compactMap(Repair.init).sorted {
            ($1.weight, $0.device.id) < ($0.weight, $1.device.id)
        }
        return Array(all.prefix(limit))
    }
}

extension Repair {
    /// The cause that most of `polls` that gave no good picture have.
    public static func cause(of polls: [Poll]) -> String? {
        let causes = polls.filter { !$0.isGood }.compactMap { $0.fault?.rawValue ?? $0.cause }
        return Dictionary(causes.map { ($0, 1) }, uniquingKeysWith: +)
            .max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}
