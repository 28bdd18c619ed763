internal import Vision

/// Tells a camera that shakes, by how the whole picture moves to and fro between looks. Pure.
///
/// A camera that turns moves one way; a car or a tree moves a part, which leaves the profiles where they are.
struct ShakeMeter {
    /// Looks remembered.
    private static let window = 12
    /// Looks without which nothing is said.
    private static let leastLooks = 5
    /// What a shift must leave of the difference at most, to be one of the whole picture.
    private static let mostRest = 0.7

    private let limit: Double
    private var across = [Double](repeating: 0, count: window)
    private var down = [Double](repeating: 0, count: window)
    private var count = 0

    init(settings: PictureQualitySettings) { limit = settings.shake }

    /// Takes what changed up to a look.
    mutating func note(_ change: PictureChange?) {
        guard let change else { return }
        let counts = change.rest < Self.mostRest
        across[count % Self.window] = counts ? change.shiftX : 0
        down[count % Self.window] = counts ? change.shiftY : 0
        count += 1
    }

    /// Whether the picture moves to and fro.
    var isShaking: Bool { isShaking(across) || isShaking(down) }

    private func isShaking(_ shifts: [Double]) -> Bool {
        let looks = min(count, Self.window)
        guard looks >= Self.leastLooks else { return false }
        var (large, turns, last) = (0, 0, 0.0)
        for i in 0..<looks {
            let shift = shifts[(count - looks + i) % Self.window]
            guard abs(shift) >= limit else { continue }
            large += 1
            if shift * last < 0 { turns += 1 }
            last = shift
        }
        return turns >= 2 && large * 3 >= looks
    }
}
