import VideoCore

/// Where in a lift something is.
enum LiftZone: Hashable {
    /// Neither in the cabin nor in its door.
    case outside
    /// In the door opening.
    case door
    /// In the cabin.
    case cabin
}

/// The parts of a lift that a camera sees.
struct LiftZones {
    let cabin: Polygon?
    let door: Polygon?

    private static let grid = 5

    /// Where the thing in `box` is. It is in the cabin as soon as its foot is, or half of it; what stands in the door
    /// opening in front of the cabin's floor is in the door.
    func zone(of box: Region) -> LiftZone {
        let foot = zone(of: ImagePoint(x: box.x + box.width / 2, y: box.y + 0.97 * box.height))
        if foot == .cabin { return .cabin }
        var counts: (cabin: Int, door: Int) = (0, 0)
        for row in 0..<Self.grid {
            for column in 0..<Self.grid {
                let point = ImagePoint(
                    x: box.x + (Double(column) + 0.5) / Double(Self.grid) * box.width,
                    y: box.y + (Double(row) + 0.5) / Double(Self.grid) * box.height)
                switch zone(of: point) {
                case .cabin: counts.cabin += 1
                case .door: counts.door += 1
                case .outside: break
                }
            }
        }
        let half = Self.grid * Self.grid / 2
        if counts.cabin > half { return .cabin }
        return foot == .door || counts.door > half / 2 ? .door : .outside
    }

    private func zone(of point: ImagePoint) -> LiftZone {
        if let door, door.contains(point) { return .door }
        return cabin?.contains(point) ?? true ? .cabin : .outside
    }
}
