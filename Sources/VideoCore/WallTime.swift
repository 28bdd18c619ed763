/// A moment of civil time, as seconds since 1970-01-01T00:00:00Z without leap seconds.
public struct WallTime: Hashable, Comparable, Sendable {
    /// Seconds since the Unix epoch.
    public var secondsSince1970: Double

    /// The moment `secondsSince1970` after the Unix epoch.
    public init(secondsSince1970: Double) {
        self.secondsSince1970 = secondsSince1970
    }

    /// Earlier moments order first.
    public static func < (lhs: WallTime, rhs: WallTime) -> Bool { lhs.secondsSince1970 < rhs.secondsSince1970 }

    /// The moment `seconds` later; earlier when negative.
    public func advanced(by seconds: Double) -> WallTime {
        WallTime(secondsSince1970: secondsSince1970 + seconds)
    }
}
