/// What is known beforehand of a path in the picture (see ``FallFit``): the mean and the deviation of each parameter.
struct PathModel {
    /// The parameters, in the order a₀ a₁ a₂ c₁ c₂ b₀ b₁ b₂.
    typealias Row = LeastSquares<8>.Row

    private let means: Row
    private let deviations: Row

    /// Deviations of infinity leave a parameter free; 0 fixes it at its mean. What moves across is free but for `lean`.
    private init(means: InlineArray<5, Double>, deviations: InlineArray<5, Double>, lean: Double = 0) {
        var (allMeans, allDeviations) = (Row(repeating: 0), Row(repeating: .infinity))
        for i in 0..<5 { (allMeans[i], allDeviations[i]) = (means[i], deviations[i]) }
        allDeviations[7] = lean
        (self.means, self.deviations) = (allMeans, allDeviations)
    }

    /// Adds the expectations to `system`. What is free is held loosely, so that it is determined at all.
    func expect(in system: inout LeastSquares<8>) {
        for i in 0..<8 {
            let deviation = deviations[i].isFinite ? max(deviations[i], 1e-6) : 1e5
            system.expect(i, means[i], deviation)
        }
    }

    /// Minus twice the logarithm of how likely `path` was beforehand, up to a constant.
    func penalty(of path: FallFit) -> Double {
        let values: Row = [path.a0, path.a1, path.a2, path.c1, path.c2, path.b0, path.b1, path.b2]
        var sum = 0.0
        for i in 0..<8 where deviations[i] > 0 && deviations[i].isFinite {
            let off = (values[i] - means[i]) / deviations[i]
            sum += off * off
        }
        return sum
    }
}

extension PathModel {
    private static let free = Double.infinity

    /// A fall, with heights in pixels: metres follow from gravity alone. A camera looks up from 8 to 60 m, so that what
    /// falls a metre comes nearer by so much of the distance, and things leave windows at 0…3 m/s towards it.
    static let fallInPixels = PathModel(
        means: [0, 0, 0, -0.05, -0.02], deviations: [free, free, free, 0.15, 0.02], lean: free)
    /// A fall, with metres from two floor lines: right in the mean, foreshortening unknown.
    static let fallInLooseMetres = PathModel(
        means: [0, 0, 1.1, -0.05, -0.01], deviations: [free, free, 0.4, 0.15, 0.015], lean: free)
    /// A fall, with metres from three floor lines or more, drawn by hand (10 %). What was thrown out is nearer than the
    /// facade when it is first seen.
    static let fallInMetres = PathModel(
        means: [0, 0, 1.06, -0.05, 0], deviations: [free, free, 0.12, 0.15, 0], lean: free)

    /// The same with any gravity: what the camera's clock and the floor lines make of it. Gravity takes the blame for what
    /// is expected wrongly of the approach, so the fastest throw must be within that.
    static let fallFree = PathModel(
        means: [0, 0, 0, -0.1, 0], deviations: [free, free, free, 0.25, 0], lean: free)

    /// Constant speed in the picture: rain, cradles, walkers.
    static let straight = PathModel(means: [0, 0, 0, 0, 0], deviations: [free, free, 0, 0, 0])
    /// Constant speed in space, seen in perspective, in pixels: what comes nearer seems to accelerate.
    static let approachingInPixels = PathModel(means: [0, 0, 0, 0, 0], deviations: [free, free, 0, 1.5, 0])
    /// The same where metres are known: a bird or drone sinks at some metres a second, as seen along the facade, and comes
    /// nearer by its distance in two seconds at most. High above the camera it would have to sink much faster to gain
    /// speed downwards.
    static let approachingInMetres = PathModel(means: [0, 0, 0, 0, 0], deviations: [free, 5, 0, 0.6, 0])
    /// Slow acceleration where metres are known: what has a motor, or wings, or lets a rope out.
    static let easing = PathModel(means: [0, 0, 0, 0, 0], deviations: [free, 4, 0.25, 0, 0])
}
