/// What a picture is like, in numbers that do not depend on its size: luma in grey levels 0…255, whatever range its
/// samples have, shares 0…1.
public struct PictureMeasures: Hashable, Sendable {
    /// Mean brightness.
    public var mean = 0.0
    /// Standard deviation of the brightness.
    public var deviation = 0.0
    /// Brightness below which one place in a hundred lies.
    public var darkest = 0.0
    /// Brightness above which one place in a hundred lies.
    public var brightest = 0.0
    /// Share of the places within one level of the most frequent brightness.
    public var commonest = 0.0
    /// Mean length of the gradient in a thumbnail of up to 160 columns, over two places.
    public var strength = 0.0
    /// Share of the 16 × 16 blocks of a picture of 640 columns that show nothing but noise.
    public var flatShare = 0.0
    /// Share of the picture over which the other blocks are spread, a tenth at either end left out.
    public var detailSpread = 0.0
    /// Range of the blocks with the most contrast: a tenth of all has more.
    public var blockRange = 0.0
    /// How much of that range lies between neighbours, in the blocks with the most contrast: 1 where edges are sharp.
    public var acutance = 0.0
    /// Standard deviation of the noise at full resolution, in the quarter of the picture with the least.
    public var grain = 0.0
    /// Share of the pixels that equal their right neighbour: no sensor gives many.
    public var equalShare = 0.0
    /// Mean colour differences from neutral, in levels.
    public var blue = 0.0
    /// See ``blue``.
    public var red = 0.0
    /// Colour in the direction of the mean that nine places in ten have.
    public var leastCast = 0.0
    /// Amplitude of the wave that most of the picture shares.
    public var stripeAmplitude = 0.0
    /// That amplitude over that of the next wave that most of the picture shares.
    public var stripePurity = 0.0
    /// What changed since the picture measured before; nil for the first.
    public var change: PictureChange?

    /// A black picture.
    public init() {}

    /// Distance of the mean colour from neutral, in levels.
    public var cast: Double { (blue * blue + red * red).squareRoot() }
    /// Brightness between which all but two places in a hundred lie.
    public var range: Double { brightest - darkest }
}

/// How a picture differs from the one measured before it.
public struct PictureChange: Hashable, Sendable {
    /// Mean absolute difference in a picture of up to 640 columns, in levels.
    public var mean = 0.0
    /// Greatest difference of a place of the thumbnail.
    public var greatest = 0.0
    /// Share of the thumbnail's places that differ by more than two levels.
    public var share = 0.0
    /// The whole picture has moved to the right by this share of its width ...
    public var shiftX = 0.0
    /// ... and down by this share of its width.
    public var shiftY = 0.0
    /// Amplitude of the wave that most of the difference shares: stripes that roll, without the scene behind them. 0 where
    /// too little changed for one that counts.
    public var waveAmplitude = 0.0
    /// That amplitude over that of the next such wave.
    public var wavePurity = 0.0
    /// How much of the difference the shift leaves, 0…1; 1 where there is none.
    public var rest = 1.0

    /// No change.
    public init() {}
}
