/// A time in which one device did not answer.
public struct Gap: Hashable, Sendable {
    /// Which device, by id.
    public let device: String
    /// When, in seconds since 1970.
    public let seconds: Range<Int>
    /// Why, as the books have it: a code of the stream's failures, or ``CauseWords/ownBox``.
    public let cause: String?
    /// Seconds of it in which the device was exempt.
    public let exemptSeconds: Int
}

extension Report {
    /// The times in which devices did not answer, the longest first, `limit` at most, and of one device `each` at most:
    /// a camera that flaps all day must not hide the others.
    public func worstGaps(_ limit: Int, each: Int = .max) -> [Gap] {
        let gaps = accounts.flatMap { account in
            account.gaps.lazy.filter { $0.state == .down }.map { (device: account.device.id, span: $0) }
        }
        let longest = gaps.sorted {
            ($1.span.seconds.count, $0.span.seconds.lowerBound, $0.device)
                < ($0.span.seconds.count, $1.span.seconds.lowerBound, $1.device)
        }
        var counts: [String: Int] = [:]
        let chosen = longest.filter { device, _ in
            counts[device, default: 0] += 1
            return counts[device, default: 0] <= each
        }
        return chosen.prefix(limit).map { device, span in
            let exempt = registry.exemptSeconds(of: device).reduce(0) { $0 + $1.clamped(to: span.seconds).count }
            return Gap(device: device, seconds: span.seconds, cause: span.cause, exemptSeconds: exempt)
        }
    }

    /// How many times devices did not answer, and for how many seconds all together.
    public var downTime: (count: Int, seconds: Int) {
        accounts.reduce((0, 0)) { sum, account in
            account.gaps.reduce(sum) { $1.state == .down ? ($0.0 + 1, $0.1 + $1.seconds.count) : $0 }
        }
    }
}
