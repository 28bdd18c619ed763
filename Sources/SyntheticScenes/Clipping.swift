import VideoCore

/// The part of a polygon, or of a line given by two ends, that lies inside the picture (Sutherland and Hodgman, 1974).
func clippedToPicture(_ corners: [ImagePoint]) -> [ImagePoint] {
    let edges: [(ImagePoint) -> Double] = [{ $0.x }, { 1 - $0.x }, { $0.y }, { 1 - $0.y }]
    return edges.reduce(corners) { clipped($0, inside: $1) }
}

/// Keeps where `inside` is not negative; it must be linear.
private func clipped(_ corners: [ImagePoint], inside: (ImagePoint) -> Double) -> [ImagePoint] {
    var kept: [ImagePoint] = []
    for (index, corner) in corners.enumerated() {
        let previous = corners[(index + corners.count - 1) % corners.count]
        let (before, here) = (inside(previous), inside(corner))
        // A line has no edge that closes it.
        let isEdge = corners.count > 2 || index > 0
        if isEdge, (before < 0) != (here < 0) {
            let share = before / (before - here)
            kept.append(
                ImagePoint(
                    x: previous.x + (corner.x - previous.x) * share, y: previous.y + (corner.y - previous.y) * share))
        }
        if here >= 0 { kept.append(corner) }
    }
    return kept
}
