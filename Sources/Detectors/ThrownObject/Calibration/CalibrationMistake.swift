/// Why measurements make no facade, with the remedy in words.
public enum CalibrationMistake: Error, Hashable, Sendable, CustomStringConvertible {
    /// Fewer than two lines.
    case tooFewLines(Int)
    /// A number of storeys outside 1…200.
    case storeys(Int)
    /// The line of a storey below the first.
    case belowGround(Int)
    /// The line of a storey that the building does not have.
    case aboveRoof(Int, storeys: Int)
    /// A storey that has two lines.
    case repeatedFloor(Int)
    /// A line whose first end is not the left one.
    case swappedEnds(Int)
    /// Two lines of which the higher storey's does not lie above the other.
    case notAbove(Int, Int)
    /// Two lines that cross.
    case crossing(Int, Int)
    /// A line that the others contradict, by so many storeys.
    case disagreeing(Int, by: Double)
    /// Lines that no upright plane could show.
    case noFacade

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .tooFewLines(let count):
            "\(count == 1 ? "one floor line" : "no floor line") gives no map of the facade; "
                + "give the floor levels of two storeys, far apart"
        case .storeys(let count): "\(count) storeys; give a number from 1 to 200"
        case .belowGround(let floor):
            "there is a line of floor \(floor); storeys are counted from 1, whose floor level is the ground"
        case .aboveRoof(let floor, let storeys):
            "there is a line of floor \(floor), but the building has \(storeys) storeys; correct one of the two"
        case .repeatedFloor(let floor): "floor \(floor) has two lines; keep one, or correct its number"
        case .swappedEnds(let floor):
            "the line of floor \(floor) does not run from left to right; give its left end first"
        case .notAbove(let lower, let upper):
            "the line of floor \(upper) does not lie above that of floor \(lower), so that up cannot be told from down; "
                + "y counts from the top, so the higher floor has the smaller y: swap the numbers"
        case .crossing(let lower, let upper):
            "the lines of floors \(lower) and \(upper) cross; check the ends, each as x,y from the left and the top"
        case .disagreeing(let floor, let storeys):
            "the line of floor \(floor) lies \(Self.decimal(abs(storeys))) storeys too \(storeys > 0 ? "high" : "low") "
                + "for the others; count the storeys again, and check that all ends lie on the same two edges"
        case .noFacade:
            "these lines do not lie on one upright facade; check that every left end lies on the facade's left edge, and "
                + "every right end on its right edge"
        }
    }

    private static func decimal(_ number: Double) -> String {
        number.isFinite && number < 1000 ? "\((number * 10).rounded() / 10)" : "many"
    }
}
