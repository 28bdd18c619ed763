/// A site over a period: the account of each of its devices.
public struct Assessment: Sendable {
    /// What the site is supposed to have.
    public let registry: Registry
    /// Which days.
    public let period: Period
    /// Until when it is judged, in seconds since 1970: the end of the period, or now if that comes first.
    public let end: Int
    /// The devices that were in service in any part of the period, in the order of the registry.
    public let accounts: [DeviceAccount]
    /// What lies beneath the accounts, for those who look at a part of the period.
    let evidence: Evidence

    /// What was read from the books.
    struct Evidence: Sendable {
        /// The days of the period as far as they are judged.
        let days: [(date: CivilDate, seconds: Range<Int>)]
        /// Seconds in which polls began that are due: those whose half hour is over.
        let due: Range<Int>
        /// By device.
        let timelines: [String: Timeline]
        /// By device, day by day.
        let tallies: [String: [PollTally]]
        /// One by one, of devices that were exempt or out of service in a part of the period.
        let polls: [String: [Poll]]
    }

    /// Reads `books` for the devices of `registry` over `period`, of which what lies after `now` is left out.
    public init(_ registry: Registry, books: Books, period: Period, now: Int) throws(BooksError) {
        self.registry = registry
        self.period = period
        let seconds = period.seconds
        end = max(min(seconds.upperBound, now), seconds.lowerBound)
        let judged = seconds.lowerBound..<end
        // A poll is due when its half hour is over.
        let due = seconds.lowerBound..<max(min(end, now - PollSlot.seconds + 1), seconds.lowerBound)
        let days = period.judgedDays(until: end)
        let timelines = try books.timelines(in: judged)
        let tallies = try books.tallies(inEach: days.map { PollSlot.beginning(in: $0.seconds.clamped(to: due)) })
        var polls: [String: [Poll]] = [:]
        var accounts: [DeviceAccount] = []
        for device in registry.devices {
            let service = Period.seconds(from: device.from, through: device.to, in: period.zone)
            guard service.overlaps(judged) else { continue }
            let exemptions = registry.exemptSeconds(of: device.id)
            let isWhole = due.clamped(to: service) == due && !exemptions.contains { $0.overlaps(due) }
            if !isWhole {
                let slots = PollSlot.beginning(in: due.clamped(to: service))
                polls[device.id] = try books.polls(of: device.id, in: slots)
            }
            let single = polls[device.id]
            accounts.append(
                DeviceAccount(
                    device, period: judged.clamped(to: service), end: judged.upperBound, due: due.clamped(to: service),
                    timeline: timelines[device.id] ?? Timeline([]),
                    tally: single.map { PollTally($0) } ?? (tallies[device.id] ?? []).reduce(PollTally(), +),
                    exemptTally: PollTally(
                        (single ?? []).filter { poll in exemptions.contains { $0.contains(poll.slot.start) } }),
                    exemptions: exemptions))
        }
        self.accounts = accounts
        evidence = Evidence(days: days, due: due, timelines: timelines, tallies: tallies, polls: polls)
    }

    /// The account of the device `id`.
    public func account(of id: String) -> DeviceAccount? { accounts.first { $0.device.id == id } }

    /// The figures of all devices together, with exemptions.
    public var total: Figures { accounts.reduce(Figures()) { $0 + $1.figures } }
    /// The figures of all devices together, as if nothing had been exempt.
    public var strictTotal: Figures { accounts.reduce(Figures()) { $0 + $1.strictFigures } }

    /// The accounts by what `grouping` says of their devices, in order of the names; devices of which it says nothing come
    /// last, under nil.
    public func groups(by grouping: Grouping) -> [(name: String?, accounts: [DeviceAccount])] {
        let groups = Dictionary(grouping: accounts) { grouping.name(of: $0.device) }
        return groups.sorted { one, other in
            guard let name = one.key, let next = other.key else { return one.key != nil }
            return name < next
        }.map { (name: $0.key, accounts: $0.value) }
    }
}

/// By what a report puts devices together.
public enum Grouping: String, CaseIterable, Hashable, Sendable {
    /// 区.
    case district
    /// 街道.
    case street
    /// 社区.
    case community
    /// 录像机.
    case nvr
    /// 设备类型.
    case type
    /// 关键位置.
    case keyPosition = "key-position"
    /// 设备.
    case device

    /// What it says of `device`.
    public func name(of device: Device) -> String? {
        switch self {
        case .district: device.district
        case .street: device.street
        case .community: device.community
        case .nvr: device.recorder
        case .type: device.type
        case .keyPosition: device.keyPosition
        case .device: device.id
        }
    }
}

extension Registry {
    /// When `device` need not give a picture, by exemptions that count: ordered, without overlap.
    func exemptSeconds(of device: String) -> [Range<Int>] {
        let ranges = exemptions.filter { $0.flaw == nil && $0.devices.contains(device) }.map(\.seconds)
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, last.upperBound >= range.lowerBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
