internal import Vision

/// Tells a picture that stands still from one that is frozen. Pure: takes the time of each look.
///
/// Rule (`domain.md`): ten looks of which more than 95 % are alike, and 60 s with no change at all, the clock that a
/// recorder writes into the picture included.
struct StillnessMeter {
    /// Greatest difference of a place of the thumbnail from which it is a change at once: a digit of a clock makes 20,
    /// what an encoder makes of one and the same picture up to 6.
    static let leastJump = 10.0
    /// Mean difference between two keyframes that is a change: noise of 0.7 levels leaves 0.5 of it in coded pictures, one
    /// and the same picture differs by up to 0.05 where the encoder is not starved.
    static let leastMean = 0.25
    /// Keyframes in a row with such a change that show life, each of at least this share of the one before: an encoder that
    /// has just begun makes the first few keyframes better and better, of one and the same picture, by less each time.
    private static let (leastKeyframes, leastShare) = (2, 0.8)
    /// Looks that make a candidate.
    private static let leastLooks = 10

    private let settings: PictureQualitySettings
    private var since: Double?
    private var looks = 0
    private var unlike = 0
    private var livelyKeyframes = 0
    private var lastKeyframe = 0.0
    /// Whether any change has been seen.
    private(set) var isLively = false
    private(set) var isFrozen = false

    init(settings: PictureQualitySettings) { self.settings = settings }

    /// Takes what changed up to a look at `mediaTime`.
    mutating func note(_ change: PictureChange?, isKeyframe: Bool, at mediaTime: Double) {
        guard let change, let began = since, mediaTime >= began else {
            since = mediaTime
            (looks, unlike, livelyKeyframes) = (0, 0, 0)
            return
        }
        looks += 1
        if change.share > 1 - settings.frozenLikeness { unlike += 1 }
        if isKeyframe {
            let lasts = change.mean >= Self.leastMean && change.mean >= Self.leastShare * lastKeyframe
            livelyKeyframes = lasts ? livelyKeyframes + 1 : change.mean >= Self.leastMean ? 1 : 0
            lastKeyframe = change.mean
        }
        if change.greatest >= Self.leastJump || livelyKeyframes >= Self.leastKeyframes {
            livelyKeyframes = 0
            (isLively, isFrozen) = (true, false)
            since = mediaTime
            (looks, unlike) = (0, 0)
        } else {
            isFrozen = looks >= Self.leastLooks && unlike == 0 && mediaTime - began >= settings.frozenSeconds
        }
    }
}
