/// A rate as two whole numbers: never rounded before it is compared.
public struct Ratio: Hashable, Sendable {
    /// How many count.
    public var numerator: Int
    /// Out of how many.
    public var denominator: Int

    /// `numerator` out of `denominator`.
    public init(_ numerator: Int, of denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Whether it reaches `percent`: `100 · numerator ≥ percent · denominator`. False where there is nothing to count.
    public func reaches(percent: Int) -> Bool {
        denominator > 0 && 100 * numerator >= percent * denominator
    }

    /// In hundredths of a percent, rounded down; nil where there is nothing to count.
    public var basisPoints: Int? { denominator > 0 ? numerator * 10_000 / denominator : nil }

    /// 0…1, for drawing; nil where there is nothing to count.
    public var share: Double? { denominator > 0 ? Double(numerator) / Double(denominator) : nil }

    /// Both together.
    public static func + (lhs: Ratio, rhs: Ratio) -> Ratio {
        Ratio(lhs.numerator + rhs.numerator, of: lhs.denominator + rhs.denominator)
    }
}

extension Ratio: CustomStringConvertible {
    /// As `97.91 % (47/48)`; rounded down, so that what misses a target never looks as if it reached it.
    public var description: String {
        guard let basisPoints else { return "– (0/0)" }
        let cents = basisPoints % 100
        return "\(basisPoints / 100).\(cents < 10 ? "0" : "")\(cents) % (\(numerator)/\(denominator))"
    }
}
