/// Whether a camera's keyframes come often enough to see in them that something begins.
struct KeyframeSpacing {
    /// Seconds from one to the next up to which keyframes alone are enough.
    private let enough: Double
    private var last: Double?
    private var spacing = Double.infinity

    /// Enough up to `enough` seconds from one to the next; 4 s are for a fire, whose alarm then comes in time with its vote.
    init(enough: Double = 4) { self.enough = enough }

    /// The next keyframe is of media time `t`.
    mutating func note(_ t: Double) {
        if let last { spacing = t > last ? t - last : .infinity }
        last = t
    }

    /// False while nothing is known.
    var areFrequent: Bool { spacing <= enough }
}
