/// Why a self-test did not see its ball.
public enum SelfTestFault: Hashable, Sendable {
    /// The camera does not show what it should.
    case view(ViewState)
    /// The picture is out of focus: a point is spread by this standard deviation, in pixels.
    case blurred(pixels: Double)
    /// A thing hardly stands out: contrast and noise in grey levels.
    case faint(contrast: Double, noise: Double)
    /// The ball is too small in the picture, pixels across.
    case small(pixels: Double)
    /// None of these: it was there to be seen.
    case overlooked
    /// The floor lines leave no fall of three storeys in view.
    case noFall

    /// What is wrong and what to do about it, for people.
    public var words: String {
        switch self {
        case .view(let state): state.words
        case .blurred(let pixels):
            "the picture is out of focus (a point spreads over \(short(2.4 * pixels)) px); focus the camera, clean the lens"
        case .faint(let contrast, let noise):
            "a thing hardly stands out (contrast \(short(contrast)), noise \(short(noise)) grey levels); clean the lens, "
                + "look for fog, give more light"
        case .small(let pixels):
            "it is only \(short(pixels)) px across; use the main stream, a longer lens or a camera for the upper storeys"
        case .overlooked: "it was not followed; look for movement before the facade, and that the stream is smooth"
        case .noFall:
            "the floor lines leave no fall of three storeys in view; draw them over more of the facade, and check `facade`"
        }
    }
}

/// One decimal.
func short(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
