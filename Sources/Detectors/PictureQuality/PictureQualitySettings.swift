/// From where on a picture is faulty. Grey levels are 0…255, whatever range the samples have.
///
/// Those that `domain.md` names start from there; the others were tuned on the tuning half of `benchmarks/quality/accuracy`.
public struct PictureQualitySettings: Hashable, Sendable {
    /// Mean brightness below which a picture is dark ...
    public var darkMean = 30.0
    /// ... where nothing in it is lit: a night facade with a few windows is good.
    public var litBrightness = 90.0
    /// Mean brightness above which a picture is bright.
    public var brightMean = 220.0
    /// Mean brightness below which a picture is black ...
    public var blackMean = 16.0
    /// ... where its standard deviation is below this.
    public var blackDeviation = 3.0
    /// Standard deviation below which contrast is low ...
    public var leastDeviation = 25.0
    /// ... where also all but two places in a hundred lie within this many levels.
    public var leastRange = 110.0
    /// Share of flat blocks from which a view is covered ...
    public var coveredShare = 0.83
    /// ... where the others lie within this share of the picture, or are as good as none ...
    public var coveredSpread = 0.3
    /// ... from this share of flat ones on ...
    public var whollyCovered = 0.98
    /// ... and the mean gradient is below this share of the standard deviation ...
    public var coveredStrength = 0.28
    /// ... or, in a picture of little contrast, that of the blocks with the most is below this share of it.
    public var coveredContrast = 0.7
    /// Acutance below which a picture is blurred: an edge of 640 columns is then wider than four of them.
    public var leastAcutance = 0.22
    /// Standard deviation of noise above which it is snow; a good sensor at night has 3.
    public var mostGrain = 9.0
    /// Amplitude of stripes that counts ...
    public var stripeAmplitude = 3.5
    /// ... where it stands out by this factor among the waves of the picture: a facade has such waves as well ...
    public var stripePurity = 6.0
    /// ... or by this one where the stripes roll, as those of a bad power supply do and no facade does.
    public var rollingPurity = 3.2
    /// ... or by this one in the difference of two pictures ...
    public var differencePurity = 4.0
    /// ... where at least this share of the difference is no shift of the picture.
    public var unexplained = 0.5
    /// Mean change from look to look, as a share of the amplitude, from which stripes roll.
    public var rollingChange = 0.35
    /// Colour that nine places in ten have, and the mean distance from neutral.
    public var leastCast = 13.0
    /// Share of pixels that equal their neighbour from which nothing came from a sensor.
    public var cardEquality = 0.985
    /// Share of places of one brightness from which a card may have large letters, whose edges a coder blurs.
    public var cardGround = 0.8
    /// Shake that counts, as a share of the width, from one look to the next.
    public var shake = 0.0012
    /// Seconds without any change after which a picture is frozen.
    public var frozenSeconds = 60.0
    /// Share of the picture that may not have changed in ten looks for it to be a candidate.
    public var frozenLikeness = 0.95
    /// Seconds for which a fault must be seen before it rings, and be gone before it ends.
    public var holdSeconds = 30.0

    /// The usual ones.
    public init() {}
}
