import Detectors
import VideoCore
import Yams

/// Points, polygons and floor lines.
extension Value {
    private static let mostCorners = 256
    private static let example = "[[0.1, 0.2], [0.9, 0.2], [0.9, 0.8]]"

    /// One polygon.
    func polygon() -> Polygon? {
        guard let entries = list(of: "corners, as in \(Self.example)") else { return nil }
        guard entries.count <= Self.mostCorners else {
            report("has more than \(Self.mostCorners) corners", remedy: "draw it with fewer corners")
            return nil
        }
        let corners = entries.compactMap { $0.point() }
        guard corners.count == entries.count else { return nil }
        guard let fault = PolygonFault.first(in: corners) else { return Polygon(corners) }
        switch fault {
        case .tooFewCorners:
            report("has \(corners.count) corners", remedy: "write at least 3, as in \(Self.example)")
        case .repeatedCorner(let index):
            let other = (index + corners.count - 1) % corners.count
            report(
                "corners [\(min(index, other))] and [\(max(index, other))] are the same point",
                remedy: "delete one of them; the last corner joins the first by itself")
        case .crossingEdges(let first, let second):
            let count = corners.count
            report(
                "the edge from corner [\(first)] to [\((first + 1) % count)] crosses or touches the edge from corner "
                    + "[\(second)] to [\((second + 1) % count)]", remedy: "list the corners in order around the area")
        }
        return nil
    }

    /// One polygon, or a list of them.
    func polygons() -> [Polygon] {
        guard let entries = list(of: "corners, or of polygons") else { return [] }
        if entries.isEmpty {
            report("has no corners", remedy: "write a polygon such as \(Self.example), or delete the key")
            return []
        }
        let isSingle = entries[0].node.sequence?.first?.sequence == nil
        return isSingle ? polygon().map { [$0] } ?? [] : entries.compactMap { $0.polygon() }
    }

    /// The lines of all floors, from the lowest up.
    func floorLines() -> [FloorLine] {
        guard let entries = list(of: "floor lines") else { return [] }
        var lines: [(entry: Value, line: FloorLine)] = []
        for entry in entries {
            guard let line = entry.floorLine() else { continue }
            if let same = lines.first(where: { $0.line.floor == line.floor }) {
                entry.report(
                    "floor \(line.floor) has a line already, at \(same.entry.path)", remedy: "keep one of them")
            } else {
                lines.append((entry, line))
            }
        }
        lines.sort { $0.line.floor < $1.line.floor }
        for (lower, upper) in zip(lines, lines.dropFirst()) where !FloorOrder.rises(from: lower.line, to: upper.line) {
            (upper.entry.child("line") ?? upper.entry).report(
                "the line of floor \(upper.line.floor) does not lie above that of floor \(lower.line.floor)",
                remedy: "y counts from the top: give the higher floor the smaller y at both ends, or swap the numbers")
        }
        if lines.count == 1 { warn("one line alone gives no floor", remedy: "add the line of another floor") }
        warnOfDoubt(lines.map(\.line))
        return lines.map(\.line)
    }

    /// A wrong number makes falls look like none, so it is said before one is missed.
    private func warnOfDoubt(_ lines: [FloorLine]) {
        let remedy = "check each storey's number and its line; `tocsin calibrate` makes them from two"
        switch FloorDoubt(lines) {
        case .contradiction:
            warn("the lines contradict each other, so no floor will be named", remedy: remedy)
        case .crowded(let share):
            let percent = (share * 1000).rounded() / 10
            warn("a storey is only \(percent) % of the picture high, so falls may not be told", remedy: remedy)
        case .growing(let times):
            let factor = (times * 10).rounded() / 10
            warn("upper storeys look \(factor) times as high as lower ones, so falls may be missed", remedy: remedy)
        case nil: break
        }
    }

    private func floorLine() -> FloorLine? {
        guard let keys = keys(.floor) else { return nil }
        let floor = keys.required("floor", "write the storey's number")?.integer(in: -9...200)
        let ends = keys.required("line", "write its two ends, as [[0.1, 0.5], [0.9, 0.5]]")?.lineEnds()
        guard let floor, let ends else { return nil }
        return FloorLine(floor: floor, from: ends.from, to: ends.to)
    }

    private func lineEnds() -> (from: ImagePoint, to: ImagePoint)? {
        guard let entries = list(of: "two points") else { return nil }
        guard entries.count == 2 else {
            report("has \(entries.count) points", remedy: "write two, the ends, as [[0.1, 0.5], [0.9, 0.5]]")
            return nil
        }
        let ends = entries.compactMap { $0.point() }
        guard ends.count == 2 else { return nil }
        guard ends[0].x != ends[1].x else {
            report("the line is upright", remedy: "draw it along the floor, from the left end to the right end")
            return nil
        }
        return (ends[0], ends[1])
    }

    private func point() -> ImagePoint? {
        guard let entries = list(of: "x and y, as [0.1, 0.2]") else { return nil }
        guard entries.count == 2 else {
            report("has \(entries.count) coordinates", remedy: "write x and y, as [0.1, 0.2]")
            return nil
        }
        let x = entries[0].coordinate("width")
        let y = entries[1].coordinate("height")
        guard let x, let y else { return nil }
        return ImagePoint(x: x, y: y)
    }

    private func coordinate(_ extent: String) -> Double? {
        guard let number = number(in: -1e6...1e6, unit: "shares of the picture") else { return nil }
        guard (0...1).contains(number) else {
            report("\(shown) is outside 0…1", remedy: "divide pixels by the picture's \(extent) in pixels")
            return nil
        }
        return number
    }
}
