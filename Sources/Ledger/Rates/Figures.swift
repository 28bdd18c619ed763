/// The counts from which every rate of some devices follows; two groups of devices, or two stretches of time of different
/// devices, add up.
public struct Figures: Hashable, Sendable {
    /// Devices that were in service in any part of the period.
    public var devices = 0
    /// Polls that were due.
    public var scheduled = 0
    /// Those of them that need not have given a picture.
    public var exempt = 0
    /// Those of the others that took place, by result.
    public var polls = PollTally()
    /// Devices with at least one poll that took place and was required, and those of them of which one gave a picture.
    public var lenient = Ratio(0, of: 0)
    /// Seconds in service, exempt ones left out, …
    public var seconds = 0
    /// … those of them of which something is known, …
    public var knownSeconds = 0
    /// … and in which the device answered.
    public var upSeconds = 0
    /// Sum over the devices of which something is known of their share of seconds up, in millionths, …
    public var onlineShares = 0
    /// … and how many these are.
    public var onlineDevices = 0
    /// Devices in service when the period ended, …
    public var devicesNow = 0
    /// … those of them that answered then, …
    public var onlineNow = 0
    /// … and those of which it is known whether they answered.
    public var knownNow = 0

    /// Nothing to count.
    public init() {}

    /// Both together.
    public static func + (lhs: Figures, rhs: Figures) -> Figures {
        var sum = lhs
        sum.devices += rhs.devices
        sum.scheduled += rhs.scheduled
        sum.exempt += rhs.exempt
        sum.polls = lhs.polls + rhs.polls
        sum.lenient = lhs.lenient + rhs.lenient
        sum.seconds += rhs.seconds
        sum.knownSeconds += rhs.knownSeconds
        sum.upSeconds += rhs.upSeconds
        sum.onlineShares += rhs.onlineShares
        sum.onlineDevices += rhs.onlineDevices
        sum.devicesNow += rhs.devicesNow
        sum.onlineNow += rhs.onlineNow
        sum.knownNow += rhs.knownNow
        return sum
    }
}

/// The rates.
extension Figures {
    /// Share of scheduled polls, and of seconds, below which no figure is given (`domain.md`, our own choice).
    public static let leastPercent = 80

    /// Polls that took place and were required, of those that were required: how much of the picture is known.
    public var pollCoverage: Ratio { Ratio(polls.total, of: scheduled - exempt) }
    /// Seconds that are known, of those in service.
    public var timeCoverage: Ratio { Ratio(knownSeconds, of: seconds) }
    /// Whether enough polls took place to speak of a rate.
    public var hasEnoughPolls: Bool { pollCoverage.reaches(percent: Self.leastPercent) }
    /// Whether enough time was watched to speak of a rate.
    public var hasEnoughTime: Bool { timeCoverage.reaches(percent: Self.leastPercent) }

    /// Whether enough is known of how things stood at the end to speak of a rate.
    public var hasEnoughStates: Bool { Ratio(knownNow, of: devicesNow).reaches(percent: Self.leastPercent) }

    /// 出图率: polls that gave a picture, of those that were required and took place.
    public var outputRate: Ratio { Ratio(polls.ok, of: polls.total) }
    /// 出图率 (lenient): channels with one picture or more, of those with one poll or more.
    public var lenientOutputRate: Ratio { lenient }
    /// 在线率 (time): the mean over the devices of their share of known seconds up, in millionths.
    public var onlineTime: Ratio { Ratio(onlineShares, of: onlineDevices * 1_000_000) }
    /// 在线率 (count): devices that answered when the period ended, of those in service then.
    public var onlineCount: Ratio { Ratio(onlineNow, of: devicesNow) }
}
