/// What can be wrong with a camera's picture (视频质量诊断).
public enum PictureFault: String, CaseIterable, Hashable, Sendable {
    /// No packet arrives.
    case signalLoss = "signal-loss"
    /// Nothing but black.
    case black
    /// The recorder's own card that says "no video".
    case slate
    /// The same picture again and again, its clock included.
    case frozen
    /// Something stands before the lens, or it is painted over.
    case covered
    /// Out of focus, or dirty.
    case blurred
    /// Too dark to see anything.
    case dark
    /// Too bright to see anything.
    case bright
    /// Grey in grey.
    case lowContrast = "low-contrast"
    /// One colour lies over everything.
    case colourCast = "colour-cast"
    /// Snow.
    case noise
    /// Regular stripes, as of a bad power supply.
    case stripes
    /// The camera shakes.
    case shake
    /// The camera looks elsewhere than it was set up to.
    case moved
}
