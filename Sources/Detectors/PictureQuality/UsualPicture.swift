internal import Vision

/// What a camera's good pictures are usually like at one hour of the day.
public struct UsualPicture: Hashable, Codable, Sendable {
    /// Good pictures learnt from.
    public private(set) var pictures = 0
    /// Mean brightness, in grey levels.
    public private(set) var mean = 0.0
    /// Standard deviation of the brightness.
    public private(set) var deviation = 0.0
    /// Sharpness of the edges, 0…1.
    public private(set) var acutance = 0.0
    /// Mean length of the gradient in a thumbnail.
    public private(set) var strength = 0.0
    /// Standard deviation of the noise.
    public private(set) var grain = 0.0
    /// Amplitude of the wave that most of the picture shares: a facade of balconies has one.
    public private(set) var stripeAmplitude = 0.0
    /// Mean blue difference from neutral.
    public private(set) var blue = 0.0
    /// Mean red difference from neutral.
    public private(set) var red = 0.0

    /// A week of half-hourly polls of one hour weighs as much as what came before: seasons are followed.
    private static let mostWeight = 14
    /// Pictures from which it is believed.
    private static let leastPictures = 3

    /// Nothing learnt.
    public init() {}

    /// Whether enough was seen to judge by it.
    public var isBelieved: Bool { pictures >= Self.leastPictures }

    /// Takes in a good picture.
    mutating func learn(_ measures: PictureMeasures) {
        pictures += 1
        let share = 1 / Double(min(pictures, Self.mostWeight))
        func follow(_ value: inout Double, _ now: Double) { value += (now - value) * share }
        follow(&mean, measures.mean)
        follow(&deviation, measures.deviation)
        follow(&acutance, measures.acutance)
        follow(&strength, measures.strength)
        follow(&grain, measures.grain)
        follow(&stripeAmplitude, measures.stripeAmplitude)
        follow(&blue, measures.blue)
        follow(&red, measures.red)
    }
}
