private import Glibc

/// Someone at a window or on a balcony, who walks to and fro and moves an arm.
public struct Person: SceneActor {
    /// `person`.
    public let kind = ActorKind.person
    /// Between the feet, in metres.
    public var place: SIMD3<Double>
    /// How far they walk to each side, in metres.
    public var walk: Double
    /// Times they walk to and fro in a second.
    public var frequency: Double
    /// Colour of the clothes.
    public var clothes: Colour

    /// Someone who stands around `place`.
    public init(
        place: SIMD3<Double>, walk: Double = 0.5, frequency: Double = 0.25,
        clothes: Colour = Colour(luma: 90, u: 120, v: 150)
    ) {
        self.place = place
        self.walk = walk
        self.frequency = frequency
        self.clothes = clothes
    }

    /// Where the feet are at `mediaTime`, in metres.
    public func position(at mediaTime: Double) -> SIMD3<Double> {
        place + SIMD3(walk * sin(2 * .pi * frequency * mediaTime), 0, 0)
    }

    /// Where the hand is at `mediaTime`, in metres: it goes up and down 1.3 times a second.
    public func hand(at mediaTime: Double) -> SIMD3<Double> {
        position(at: mediaTime) + SIMD3(0.4, 1.25 + 0.3 * sin(2 * .pi * 1.3 * mediaTime), 0.2)
    }

    /// Draws body, head and hand.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        let skin = Contrast.colour(Colour(luma: 150, u: 115, v: 150))
        canvas.draw(at: mediaTime, contrast: .colour(clothes)) {
            (position(at: $0) + SIMD3(0, 0.95, 0.1), SIMD2(0.5, 1))
        }
        canvas.draw(at: mediaTime, contrast: skin) { (position(at: $0) + SIMD3(0, 1.58, 0.1), SIMD2(0.22, 0.27)) }
        canvas.draw(at: mediaTime, contrast: skin) { (hand(at: $0), SIMD2(0.14, 0.14)) }
    }
}
