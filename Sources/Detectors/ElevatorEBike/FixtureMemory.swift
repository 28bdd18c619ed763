import VideoCore

/// Learns what never moves: a poster of a scooter, a mirror, something that was left behind. What was seen in the same
/// place during several unrests of the cabin, minutes apart, is no visitor.
struct FixtureMemory {
    private struct Place {
        var region: Region
        var firstSeen: Double
        /// Unrests in which it was seen, and the number of the last.
        var unrests = 1
        var lastUnrest: Int
    }

    private static let limit = 8
    private static let needed = 4
    private static let seconds = 600.0
    /// Unrests without it after which it is forgotten.
    private static let forgetting = 3
    private static let samePlace = 0.85

    private var places: [Place] = []
    private var unrest = 0

    /// Something has begun to move in a cabin that was at rest.
    mutating func unrestBegins() {
        unrest += 1
        places.removeAll { unrest - $0.lastUnrest > Self.forgetting }
    }

    /// Whether what is seen in `region` at media time `t` belongs to the cabin.
    mutating func isFixture(_ region: Region, at t: Double) -> Bool {
        guard let index = places.firstIndex(where: { $0.region.likeness(to: region) >= Self.samePlace }) else {
            if places.count == Self.limit { places.removeFirst() }
            places.append(Place(region: region, firstSeen: t, lastUnrest: unrest))
            return false
        }
        if places[index].lastUnrest != unrest {
            places[index].unrests += 1
            places[index].lastUnrest = unrest
        }
        return places[index].unrests >= Self.needed && t - places[index].firstSeen >= Self.seconds
    }
}
