import Detectors
import VideoCore

/// Floor lines must rise: a higher storey's line lies above, seen over the columns that both lines span.
enum FloorOrder {
    /// Whether `upper` lies above `lower` everywhere; the y axis points down.
    static func rises(from lower: FloorLine, to upper: FloorLine) -> Bool {
        let left = max(min(lower.from.x, lower.to.x), min(upper.from.x, upper.to.x))
        let right = min(max(lower.from.x, lower.to.x), max(upper.from.x, upper.to.x))
        // Lines beside each other share no column: their middles are compared.
        guard left <= right else { return (upper.from.y + upper.to.y) < (lower.from.y + lower.to.y) }
        return [left, right].allSatisfy { height(of: upper, at: $0) < height(of: lower, at: $0) }
    }

    private static func height(of line: FloorLine, at x: Double) -> Double {
        let share = (x - line.from.x) / (line.to.x - line.from.x)
        return line.from.y + share * (line.to.y - line.from.y)
    }
}
