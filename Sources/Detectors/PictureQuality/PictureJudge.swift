internal import VideoCore
internal import Vision

/// Names the fault of one picture from its measures, beside what is usual at its hour where that is known. Pure.
///
/// The faults are asked for in this order, as one hides the next: a black picture has no contrast, a covered one no
/// sharpness.
struct PictureJudge {
    /// Distance of a dark card's colour from grey, in levels: no night is as colourful.
    private static let cardColour = 40.0

    let settings: PictureQualitySettings
    /// What is usual; nil where it is not known.
    let usual: UsualPicture?

    init(settings: PictureQualitySettings, usual: UsualPicture? = nil) {
        self.settings = settings
        self.usual = usual.flatMap { $0.isBelieved ? $0 : nil }
    }

    /// The fault of a picture. A still, with nothing before it, is judged alone.
    func fault(of measures: PictureMeasures) -> PictureFault? {
        if measures.mean < settings.blackMean, measures.deviation < settings.blackDeviation { return .black }
        if isCard(measures) { return .slate }
        if isDark(measures) { return .dark }
        if isBright(measures) { return .bright }
        if isCovered(measures) { return .covered }
        if hasStripes(measures) { return .stripes }
        if isSnow(measures) { return .noise }
        if isFlat(measures) { return .lowContrast }
        if measures.acutance < leastAcutance { return .blurred }
        return hasCast(measures) ? .colourCast : nil
    }

    /// Drawn by a recorder: neighbours are equal, hardly anything changes (a clock may run), and there is something on it
    /// or it is not dark, or it is as blue as the cards of many recorders.
    private func isCard(_ measures: PictureMeasures) -> Bool {
        guard measures.flatShare > settings.coveredShare, measures.mean <= settings.brightMean else { return false }
        let isPlain = measures.commonest >= settings.cardGround && measures.equalShare > 0.9
        guard isPlain || measures.equalShare >= settings.cardEquality else { return false }
        guard measures.mean >= settings.darkMean || measures.deviation > 5 || measures.cast > Self.cardColour else {
            return false
        }
        guard let change = measures.change else { return true }
        return change.share < 0.03 && change.mean < (isPlain ? 0.3 : 0.5)
    }

    /// At an hour that is usually as dark it must be much darker than usual.
    private func isDark(_ measures: PictureMeasures) -> Bool {
        let limit = min(settings.darkMean, usual.map { 0.6 * $0.mean } ?? .infinity)
        return measures.mean < limit && measures.brightest < settings.litBrightness
    }

    private func isBright(_ measures: PictureMeasures) -> Bool {
        let usually = usual?.mean ?? 0
        return measures.mean > max(settings.brightMean, usually + 0.4 * (255 - usually))
    }

    private func isCovered(_ measures: PictureMeasures) -> Bool {
        // One grey from edge to edge, with the noise of a sensor.
        if measures.deviation < 5, measures.strength < 1 { return true }
        guard measures.flatShare >= settings.coveredShare else { return false }
        if let usual, measures.strength > 0.5 * usual.strength { return false }
        // By night a dark view with a few lit windows is flat as well.
        guard measures.mean >= settings.darkMean || measures.brightest < settings.litBrightness else { return false }
        // What a hand leaves free lies at a side; a lift with bare walls has edges all over.
        guard measures.flatShare > settings.whollyCovered || measures.detailSpread < settings.coveredSpread else {
            return false
        }
        // Where all contrast is low, blocks are flat for that reason.
        guard measures.deviation < 11 else { return measures.strength < settings.coveredStrength * measures.deviation }
        return measures.blockRange < max(settings.coveredContrast * measures.deviation, 7)
    }

    private func isSnow(_ measures: PictureMeasures) -> Bool {
        guard measures.grain > max(settings.mostGrain, 2 * (usual?.grain ?? 0)) else { return false }
        // What is a fine pattern stands still, snow does not.
        return measures.change.map { $0.mean > 2 } ?? (measures.grain > 1.3 * settings.mostGrain)
    }

    private func isFlat(_ measures: PictureMeasures) -> Bool {
        guard measures.mean >= settings.darkMean || measures.brightest < settings.litBrightness else { return false }
        let limit = usual.map { max(min(settings.leastDeviation, 0.6 * $0.deviation), 0.3 * $0.deviation) }
        return measures.deviation < limit ?? settings.leastDeviation && measures.range < settings.leastRange
    }

    private func hasStripes(_ measures: PictureMeasures) -> Bool {
        if let change = measures.change, rolls(change) { return true }
        let amplitude = measures.stripeAmplitude
        guard amplitude > max(settings.stripeAmplitude, 1.6 * (usual?.stripeAmplitude ?? 0)) else { return false }
        let rolls = (measures.change?.mean ?? 0) > settings.rollingChange * amplitude
        return measures.stripePurity > (rolls ? settings.rollingPurity : settings.stripePurity)
    }

    /// What rolls shows in the difference of two pictures, without the scene. A facade that shakes makes waves as well, but
    /// the shift explains them.
    private func rolls(_ change: PictureChange) -> Bool {
        change.waveAmplitude > settings.stripeAmplitude && change.wavePurity > settings.differencePurity
            && change.rest > settings.unexplained
    }

    /// A soft camera is soft every day; one that usually is sharp has lost half of it.
    private var leastAcutance: Double { usual.map { 0.5 * $0.acutance } ?? settings.leastAcutance }

    private func hasCast(_ measures: PictureMeasures) -> Bool {
        guard measures.leastCast > settings.leastCast else { return false }
        guard let usual else { return true }
        let (blue, red) = (measures.blue - usual.blue, measures.red - usual.red)
        return (blue * blue + red * red).squareRoot() > settings.leastCast
    }
}
