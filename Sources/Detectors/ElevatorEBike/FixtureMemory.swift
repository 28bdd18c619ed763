import VideoCore

/// Learns what never moves: a poster of a scooter, a mirror, something that was left behind. What was seen in the same
/// place during several unrests of the cabin, minutes apart, and was never away while nobody stood before it, is no visitor.
struct FixtureMemory {
    private struct Place {
        var region: Region
        var firstSeen: Double
        /// Unrests in which it was seen, and the number of the last.
        var unrests = 1
        var lastUnrest: Int
        /// Seconds of looks that did not show it.
        var missing = 0.0
        var isSeen = true
    }

    private static let limit = 8
    private static let needed = 4
    private static let seconds = 600.0
    /// Seconds of looks without it after which it is no fixture.
    private static let forgetting = 3.0
    private static let samePlace = 0.85
    /// Share of a place that somebody must cover to hide it.
    private static let hiding = 0.3

    private var places: [Place] = []
    private var unrest = 0

    /// Something has begun to move in a cabin that was at rest.
    mutating func unrestBegins() { unrest += 1 }

    /// Begins a look.
    mutating func lookBegins() {
        for index in places.indices { places[index].isSeen = false }
    }

    /// Whether what the look shows in `region` at media time `t` belongs to the cabin.
    mutating func isFixture(_ region: Region, at t: Double) -> Bool {
        guard let index = places.firstIndex(where: { $0.region.likeness(to: region) >= Self.samePlace }) else {
            remember(Place(region: region, firstSeen: t, lastUnrest: unrest))
            return false
        }
        places[index].isSeen = true
        places[index].missing = 0
        if places[index].lastUnrest != unrest {
            places[index].unrests += 1
            places[index].lastUnrest = unrest
        }
        return places[index].unrests >= Self.needed && t - places[index].firstSeen >= Self.seconds
    }

    /// Ends a look that stands for `seconds` and shows `people`.
    mutating func lookEnds(after seconds: Double, people: [Region]) {
        for index in places.indices.reversed() where !places[index].isSeen {
            if people.contains(where: { places[index].region.covered(by: $0) >= Self.hiding }) { continue }
            places[index].missing += seconds
            if places[index].missing >= Self.forgetting { places.remove(at: index) }
        }
    }

    /// Something that moves leaves a place at every look: it must not push out what has been there for long.
    private mutating func remember(_ place: Place) {
        if places.count == Self.limit {
            var weakest = 0
            for index in places.indices.dropFirst() {
                let (one, other) = (places[index], places[weakest])
                if (one.unrests, -one.firstSeen) <= (other.unrests, -other.firstSeen) { weakest = index }
            }
            places.remove(at: weakest)
        }
        places.append(place)
    }
}
