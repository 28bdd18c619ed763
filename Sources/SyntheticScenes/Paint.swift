/// A colour in 8-bit YUV steps.
public struct Colour: Hashable, Sendable {
    /// Brightness, 0…255.
    public var luma: Double
    /// Blue difference; 128 is neutral.
    public var u: Double
    /// Red difference; 128 is neutral.
    public var v: Double

    /// The colour `luma`, `u`, `v`; grey when only `luma` is given.
    public init(luma: Double, u: Double = 128, v: Double = 128) {
        self.luma = luma
        self.u = u
        self.v = v
    }
}

/// How a thing stands out from what is behind it.
public enum Contrast: Hashable, Sendable {
    /// This many luma steps brighter (darker when negative) than whatever is behind it.
    case steps(Double)
    /// This many standard deviations of the sensor's noise brighter (darker when negative) than what is behind it.
    case sigmas(Double)
    /// A colour of its own.
    case colour(Colour)
}

/// What a shape does to the pixels it covers.
enum Paint {
    case add(Double)
    case cover(Colour)

    init(_ contrast: Contrast, sigma: Double) {
        self =
            switch contrast {
            case .steps(let steps): .add(steps)
            case .sigmas(let sigmas): .add(sigmas * sigma)
            case .colour(let colour): .cover(colour)
            }
    }
}
