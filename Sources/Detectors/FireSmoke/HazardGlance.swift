public import Inference
public import VideoCore

/// What the network alone says of single pictures, without gates, time or memory: for measuring what those are worth.
public struct HazardGlance {
    private var eye: HazardEye

    /// A glance with `model`. Throws when its network cannot be used.
    public init(_ model: HazardModel) throws(InferenceError) { eye = try HazardEye(model, excluded: []) }

    /// The probabilities that the whole of `frame` shows flames and smoke, 0…1.
    public mutating func scores(of frame: Frame) throws(InferenceError) -> (fire: Double, smoke: Double) {
        var (fire, smoke) = (HazardReading(), HazardReading())
        try eye.look(HazardView.whole, of: frame, fire: &fire, smoke: &smoke)
        return (fire.score, smoke.score)
    }
}
