private import Glibc

/// Laundry or a curtain that hangs from its upper edge and sways.
public struct Laundry: SceneActor {
    /// `laundry`.
    public let kind = ActorKind.laundry
    /// Where it hangs.
    public var pane: Building.Pane
    /// How far the lower edge swings to each side, in metres.
    public var swing: Double
    /// Swings in a second.
    public var frequency: Double
    /// Colours of its stripes.
    public var stripes: [Colour]

    /// A cloth in `pane`.
    public init(
        pane: Building.Pane, swing: Double = 0.3, frequency: Double = 0.6,
        stripes: [Colour] = [Colour(luma: 210), Colour(luma: 90, u: 150, v: 110)]
    ) {
        self.pane = pane
        self.swing = swing
        self.frequency = frequency
        self.stripes = stripes
    }

    /// Displacement to the right at `mediaTime` of the cloth at `depth` (0 upper edge … 1 lower edge), in metres.
    public func displacement(at mediaTime: Double, depth: Double) -> Double {
        swing * depth * depth * sin(2 * .pi * frequency * mediaTime - 1.2 * depth)
    }

    /// Draws it in eight bands.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        let bands = 8
        for band in 0..<bands {
            let upper = Double(band) / Double(bands)
            let lower = Double(band + 1) / Double(bands)
            let (shiftUp, shiftDown) = (
                displacement(at: mediaTime, depth: upper), displacement(at: mediaTime, depth: lower)
            )
            for (number, colour) in stripes.enumerated() {
                let left = pane.left + pane.width * Double(number) / Double(stripes.count)
                let right = left + pane.width / Double(stripes.count)
                let (top, bottom) = (pane.bottom + pane.height * (1 - upper), pane.bottom + pane.height * (1 - lower))
                canvas.fill(
                    [
                        SIMD3(left + shiftUp, top, 0.2), SIMD3(right + shiftUp, top, 0.2),
                        SIMD3(right + shiftDown, bottom, 0.2), SIMD3(left + shiftDown, bottom, 0.2),
                    ], paint: .cover(colour))
            }
        }
    }
}
