public import VideoCore

/// Who was found when in a video. Pure.
///
/// Nobody is found in every picture: who comes in is cut off by the edge first, who turns is lost for a moment. So each
/// counts a while before and after.
public struct PeopleByTime: Sendable {
    private var found: [(mediaTime: Double, people: [Region])] = []
    /// Where the pictures about the last moment that was asked for begin.
    private var first = 0

    /// Seconds for which somebody counts before and after each picture in which they were found.
    public static let linger = 0.5

    /// Nobody.
    public init() {}

    /// Notes who is in the picture at `mediaTime`; pictures come in their order.
    public mutating func note(_ people: [Region], at mediaTime: Double) { found.append((mediaTime, people)) }

    /// Who counts at `mediaTime`; moments are asked for in their order.
    public mutating func people(at mediaTime: Double) -> [Region] {
        while first < found.count, found[first].mediaTime < mediaTime - Self.linger { first += 1 }
        return found[first...].prefix { $0.mediaTime <= mediaTime + Self.linger }.flatMap(\.people)
    }
}
