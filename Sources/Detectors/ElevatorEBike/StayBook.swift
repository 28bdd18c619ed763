import VideoCore

/// The e-bikes of one lift: tells which sighting is which, look after look.
struct StayBook {
    private static let limit = 16
    /// Share of its place that somebody must cover to hide it.
    private static let hiding = 0.3

    private let zones: LiftZones
    private let ringsAtDoor: Bool
    private(set) var stays: [Stay] = []
    private var nextNumber = 1
    private var matched: [Bool] = []

    init(_ settings: EBikeSettings) {
        zones = LiftZones(cabin: settings.cabin, door: settings.door)
        ringsAtDoor = settings.ringsAtDoor
        stays.reserveCapacity(Self.limit)
    }

    /// Whether another look is needed soon: something may be entering, or has not been found where it was.
    var isUnsettled: Bool { stays.contains { $0.stage != .inside || $0.absence > 0 } }

    /// Takes in what a look at media time `t` shows, which stands for the `seconds` since the last.
    mutating func look(
        _ sightings: [Sighting], people: [Region], doorIsOpen: Bool, after seconds: Double, at t: Double,
        _ findings: inout [Finding]
    ) {
        matched.removeAll(keepingCapacity: true)
        for _ in sightings { matched.append(false) }
        var index = 0
        while index < stays.count {
            if let found = best(for: stays[index], in: sightings) {
                matched[found] = true
                see(index, sightings[found], at: t, &findings)
                index += 1
            } else if miss(index, for: seconds, people, sightings, doorIsOpen, at: t, &findings) {
                stays.remove(at: index)
            } else {
                index += 1
            }
        }
        for found in sightings.indices where !matched[found] { meet(sightings[found], at: t, &findings) }
    }

    /// The stream has ended.
    mutating func finish(_ findings: inout [Finding]) {
        for stay in stays where stay.hasRung { findings.append(stay.finding(.close, at: stay.lastSeen)) }
        stays.removeAll(keepingCapacity: true)
    }

    private func best(for stay: Stay, in sightings: [Sighting]) -> Int? {
        var best: (index: Int, likeness: Double)?
        for index in sightings.indices where !matched[index] {
            let likeness = stay.region.likeness(to: sightings[index].region)
            // What another one resembles more is that one's.
            guard likeness > max(best?.likeness ?? 0, 0),
                !stays.contains(where: {
                    $0.number != stay.number && $0.region.likeness(to: sightings[index].region) > likeness
                })
            else { continue }
            best = (index, likeness)
        }
        return best?.index
    }

    private mutating func see(_ index: Int, _ sighting: Sighting, at t: Double, _ findings: inout [Finding]) {
        let change = stays[index].seen(
            sighting, in: zones.zone(of: sighting.region), at: t, ringsAtDoor: ringsAtDoor)
        switch change {
        case .rang: findings.append(stays[index].finding(.open, at: t))
        case .entered: findings.append(stays[index].finding(.update, at: t))
        case .nothing, .gone: break
        }
    }

    /// Whether it is gone.
    private mutating func miss(
        _ index: Int, for seconds: Double, _ people: [Region], _ sightings: [Sighting], _ doorIsOpen: Bool,
        at t: Double, _ findings: inout [Finding]
    ) -> Bool {
        let place = stays[index].region
        let isHidden =
            people.contains { place.covered(by: $0) >= Self.hiding }
            || sightings.contains { place.covered(by: $0.region) >= Self.hiding }
        guard stays[index].missed(for: seconds, doorIsOpen: doorIsOpen, isHidden: isHidden) == .gone else {
            return false
        }
        if stays[index].hasRung { findings.append(stays[index].finding(.close, at: t)) }
        return true
    }

    /// A sighting that is none of those seen before: one that was hidden comes back, or another one comes in.
    private mutating func meet(_ sighting: Sighting, at t: Double, _ findings: inout [Finding]) {
        let zone = zones.zone(of: sighting.region)
        if zone == .cabin, let index = stays.firstIndex(where: { $0.hasRung && $0.absence > 0 && $0.lastSeen < t }) {
            return see(index, sighting, at: t, &findings)
        }
        guard sighting.isClear, stays.count < Self.limit else { return }
        stays.append(Stay(number: nextNumber, sighting, in: zone, at: t))
        nextNumber += 1
        see(stays.count - 1, sighting, at: t, &findings)
    }
}

extension Region {
    /// Share of it that `other` covers.
    func covered(by other: Region) -> Double {
        let across = min(x + width, other.x + other.width) - max(x, other.x)
        let down = min(y + height, other.y + other.height) - max(y, other.y)
        guard across > 0, down > 0, width * height > 0 else { return 0 }
        return across * down / (width * height)
    }

    /// How likely `other` is the same thing a moment later: 1 in the same place, 0 or less when it is too far away.
    func likeness(to other: Region) -> Double {
        let size = (width + height + other.width + other.height) / 4
        let (dx, dy) = (x + width / 2 - other.x - other.width / 2, y + height / 2 - other.y - other.height / 2)
        return 1 - (dx * dx + dy * dy).squareRoot() / max(size, 1e-6)
    }
}
