/// Whether a camera's keyframes come often enough to see a fire begin in them.
struct KeyframeSpacing {
    /// Seconds from one to the next up to which keyframes alone are enough: with the vote an alarm then comes in time.
    private static let enough = 4.0

    private var last: Double?
    private var spacing = Double.infinity

    /// The next keyframe is of media time `t`.
    mutating func note(_ t: Double) {
        if let last { spacing = t > last ? t - last : .infinity }
        last = t
    }

    /// False while nothing is known.
    var areFrequent: Bool { spacing <= Self.enough }
}
