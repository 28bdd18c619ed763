internal import VideoCore

/// How bright the facade is now, and what a thing before it would look like.
struct FacadeLight {
    /// Luma below which a twentieth of the facade lies: its open windows, and whatever light lies over everything.
    let dark: Double
    /// Luma of half of the facade: its wall.
    let middle: Double
    /// Standard deviation of the noise from picture to picture, in grey levels.
    let noise: Double

    /// How much brighter than the wall a white thing is: reflectances of 0.9 and 0.15, in the gamma of video, 2.2 (O).
    private static let whiteness = 2.25
    /// Greatest contrast given to a thing, in grey levels: more would flatter the camera.
    private static let mostContrast = 60.0
    /// Pixels between the places looked at.
    private static let step = 4

    /// Measures the facade in `frame`; `before` is the picture before it.
    init(_ frame: Frame, before: Frame, facade: [Polygon]) {
        var lumas = [Int](repeating: 0, count: 256)
        var changes = [Int](repeating: 0, count: 256)
        for y in stride(from: 0, to: frame.height, by: Self.step) {
            for x in stride(from: 0, to: frame.width, by: Self.step) {
                let point = ImagePoint(x: Double(x) / Double(frame.width), y: Double(y) / Double(frame.height))
                guard facade.isEmpty || facade.contains(where: { $0.contains(point) }) else { continue }
                lumas[Int(frame.luma[x, y])] += 1
                changes[abs(Int(frame.luma[x, y]) - Int(before.luma[x, y]))] += 1
            }
        }
        dark = Self.quantile(lumas, 0.05)
        middle = Self.quantile(lumas, 0.5)
        // The median of |d| is 0.6745 deviations of a difference of two pictures; half a level for what is rounded away.
        noise = max((Self.quantile(changes, 0.5) + 0.25) / 0.6745 / 2.0.squareRoot(), 0.3)
    }

    /// Luma of a thing on a path with these backgrounds: white or dark, whichever stands out better.
    ///
    /// The darkest parts of a scene show the light that fog and dirt add to everything (He, Sun and Tang 2009, the dark
    /// channel): brightness is counted from there. In fog wall and thing are as good as alike.
    func luma(before backgrounds: [Double]) -> Double {
        let light = dark + (middle - dark) * Self.whiteness
        let gloom = dark
        let best = contrast(of: light, backgrounds) >= contrast(of: gloom, backgrounds) ? light : gloom
        return min(max(best, middle - Self.mostContrast), middle + Self.mostContrast)
    }

    /// Contrast in grey levels that `luma` has against a quarter of the backgrounds at most.
    func contrast(of luma: Double, _ backgrounds: [Double]) -> Double {
        let sorted = backgrounds.map { abs($0 - luma) }.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 4]
    }

    private static func quantile(_ histogram: [Int], _ share: Double) -> Double {
        let total = histogram.reduce(0, +)
        var below = 0
        for (value, count) in histogram.enumerated() {
            below += count
            if count > 0, Double(below) >= share * Double(total) {
                // Between whole levels, as if each were spread evenly over its width.
                let inside = (share * Double(total) - Double(below - count)) / Double(count)
                return Double(value) - 0.5 + inside
            }
        }
        return 0
    }
}
