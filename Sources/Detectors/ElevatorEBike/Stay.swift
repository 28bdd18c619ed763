import VideoCore

/// One e-bike from the first look that shows it until it is gone: the logic of entering, staying and leaving.
///
/// Pure: is told what each look shows, and when it was. Outside → door → cabin; it rings when three of five looks show it
/// clearly in the cabin.
struct Stay {
    /// How far it has come.
    enum Stage: Hashable {
        /// Not enough looks have shown it.
        case unsure
        /// It has rung for standing in the door.
        case atDoor
        /// It has rung for being in the cabin.
        case inside
    }

    /// What a look changes.
    enum Change: Hashable {
        case nothing
        /// It rings.
        case rang
        /// It had rung at the door and is in the cabin now.
        case entered
        /// It is gone.
        case gone
    }

    /// Looks of which ``needed`` must show it.
    private static let window: UInt8 = 0b11111
    private static let needed = 3
    /// Seconds of looking in vain after which it has left through an open door; through a shut one nothing leaves, so
    /// that it is more likely to be hidden.
    private static let goneThroughDoor = 3.0
    private static let goneOtherwise = 10.0
    /// The same while somebody stands where it was.
    private static let goneBehindSomebody = 20.0
    /// The same before it has rung.
    private static let forgotten = 2.0

    let number: Int
    let start: Double
    private(set) var stage = Stage.unsure
    private(set) var region: Region
    private(set) var zone: LiftZone
    private(set) var lastSeen: Double
    /// Seconds of looking in vain since it was last seen.
    private(set) var absence = 0.0
    private(set) var confidence = 0.0
    private var cabinLooks: UInt8 = 0
    private var doorLooks: UInt8 = 0

    init(number: Int, _ sighting: Sighting, in zone: LiftZone, at t: Double) {
        (self.number, start, lastSeen) = (number, t, t)
        (region, self.zone) = (sighting.region, zone)
    }

    /// Whether it has rung.
    var hasRung: Bool { stage != .unsure }

    /// A look has shown it.
    mutating func seen(_ sighting: Sighting, in zone: LiftZone, at t: Double, ringsAtDoor: Bool) -> Change {
        (region, self.zone, lastSeen, absence) = (sighting.region, zone, t, 0)
        count(isInCabin: sighting.isClear && zone == .cabin, isInDoor: sighting.isClear && zone != .outside)
        confidence = max(confidence, sighting.confidence)
        if stage != .inside, cabinLooks.nonzeroBitCount >= Self.needed {
            defer { stage = .inside }
            return stage == .atDoor ? .entered : .rang
        }
        if stage == .unsure, ringsAtDoor, doorLooks.nonzeroBitCount >= Self.needed {
            stage = .atDoor
            return .rang
        }
        return .nothing
    }

    /// A look that stands for `seconds` has not shown it.
    mutating func missed(for seconds: Double, doorIsOpen: Bool, isHidden: Bool) -> Change {
        count(isInCabin: false, isInDoor: false)
        absence += seconds
        return absence >= patience(doorIsOpen: doorIsOpen, isHidden: isHidden) - 1e-6 ? .gone : .nothing
    }

    private func patience(doorIsOpen: Bool, isHidden: Bool) -> Double {
        guard hasRung else { return Self.forgotten }
        if isHidden { return zone == .cabin ? Self.goneBehindSomebody : Self.goneOtherwise }
        return doorIsOpen || zone == .outside ? Self.goneThroughDoor : Self.goneOtherwise
    }

    private mutating func count(isInCabin: Bool, isInDoor: Bool) {
        cabinLooks = (cabinLooks << 1 | (isInCabin ? 1 : 0)) & Self.window
        doorLooks = (doorLooks << 1 | (isInDoor ? 1 : 0)) & Self.window
    }

    /// A report on it.
    func finding(_ stage: Finding.Stage, at t: Double) -> Finding {
        var finding = Finding(
            kind: .ebikeInElevator, incident: number, stage: stage, start: start, end: lastSeen, detected: t,
            confidence: min(confidence, 1), regionInImage: region)
        if self.stage == .atDoor { finding.detail = "it stands in the lift's door" }
        return finding
    }
}
