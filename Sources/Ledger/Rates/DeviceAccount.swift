/// What the books say of one device over one period: everything that the rates need, with exemptions and without.
public struct DeviceAccount: Hashable, Sendable {
    /// The device.
    public var device: Device
    /// With exempt polls and seconds left out.
    public var figures: Figures
    /// As if nothing had been exempt.
    public var strictFigures: Figures
    /// Times in which it was not seen up, with causes.
    public var gaps: [Span]

    /// Draws up the account of `device` from what was observed of it.
    ///
    /// - Parameters:
    ///   - period: seconds since 1970 in which it is judged.
    ///   - end: when the whole period ends for all devices; one that was out of service by then is not online.
    ///   - due: the part of it that polls which are over began in.
    ///   - timeline: what was seen of it.
    ///   - tally: its polls in the slots that begin in `period`.
    ///   - exemptTally: those of them that fall into `exemptions`.
    ///   - exemptions: stretches of time, ordered and without overlap.
    init(
        _ device: Device, period: Range<Int>, end: Int, due: Range<Int>, timeline: Timeline, tally: PollTally,
        exemptTally: PollTally, exemptions: [Range<Int>]
    ) {
        self.device = device
        gaps = timeline.gaps(in: period)
        let kept = exemptions.reduce([period]) { parts, hole in parts.flatMap { $0.without(hole) } }
        let slots = PollSlot.beginning(in: due).count
        let state = period.upperBound == end ? timeline.lastState(before: end) : nil
        let free = kept.reduce(0) { $0 + PollSlot.beginning(in: $1.clamped(to: due)).count }
        strictFigures = Figures(
            scheduled: slots, exempt: 0, polls: tally, timeline: timeline, periods: [period], state: state)
        figures = Figures(
            scheduled: slots, exempt: slots - free, polls: tally - exemptTally, timeline: timeline, periods: kept,
            state: state)
    }

    /// The figures with exemptions, or as if nothing had been exempt.
    public func figures(strict isStrict: Bool) -> Figures { isStrict ? strictFigures : figures }
}

/// What counts of one device.
extension Figures {
    /// Whether the device was online and gave a good picture in half of its required polls or more: what 完好率 counts.
    /// Online is, over a period, up for half of the time that is known (our own choice).
    public var isIntact: Bool { polls.total > 0 && 2 * polls.good >= polls.total && isOnline }

    /// Whether it answered in half of its required polls or more: what 联网率 counts (our own choice).
    public var isNetworked: Bool { polls.total > 0 ? 2 * polls.reachable >= polls.total : isOnline }

    private var isOnline: Bool { knownSeconds > 0 && 2 * upSeconds >= knownSeconds }
}

extension Figures {
    /// The figures of one device; `state` is that at the end, nil where it was out of service by then.
    init(
        scheduled: Int, exempt: Int, polls: PollTally, timeline: Timeline, periods: [Range<Int>], state: DeviceState?
    ) {
        self.init()
        devices = 1
        self.scheduled = scheduled
        self.exempt = exempt
        self.polls = polls
        lenient = polls.total > 0 ? Ratio(polls.ok > 0 ? 1 : 0, of: 1) : Ratio(0, of: 0)
        for period in periods {
            let (up, down) = (timeline.seconds(.up, in: period), timeline.seconds(.down, in: period))
            seconds += period.count
            knownSeconds += up + down
            upSeconds += up
        }
        if knownSeconds > 0 {
            onlineShares = upSeconds * 1_000_000 / knownSeconds
            onlineDevices = 1
        }
        guard let state else { return }
        devicesNow = 1
        onlineNow = state == .up ? 1 : 0
        knownNow = state == .unknown ? 0 : 1
    }
}

extension Range<Int> {
    /// What is left of it when `hole` is cut out.
    func without(_ hole: Range<Int>) -> [Range<Int>] {
        guard overlaps(hole) else { return [self] }
        return [
            lowerBound..<Swift.max(lowerBound, hole.lowerBound), Swift.min(upperBound, hole.upperBound)..<upperBound,
        ].filter { !$0.isEmpty }
    }
}
