private import Glibc

/// The crown of a tree in front of the facade: leaves that move to and fro in the wind.
public struct Tree: SceneActor {
    /// `tree`.
    public let kind = ActorKind.tree
    /// Middle of the crown, as shares of the picture's width and height.
    public var centre: SIMD2<Double>
    /// Half its width and height, as shares of the picture's.
    public var radius: SIMD2<Double>
    /// How far leaves move to each side, as a share of the picture's width.
    public var sway: Double
    /// Swings in a second.
    public var frequency: Double
    private let leaves: [UInt8]
    private static let side = 256

    /// A crown around `centre`.
    public init(
        centre: SIMD2<Double>, radius: SIMD2<Double>, sway: Double = 0.006, frequency: Double = 0.8, seed: UInt64
    ) {
        self.centre = centre
        self.radius = radius
        self.sway = sway
        self.frequency = frequency
        let side = Self.side
        leaves = (0..<side * side).map { place in
            let (x, y) = (place % side, place / side)
            let clump = SeededRandom.hash(x / 16, y / 16, seed)
            let leaf = SeededRandom.hash(x / 3, y / 3, seed &+ 1)
            return UInt8(30 + 45 * clump + 60 * leaf)
        }
    }

    /// Displacement of the leaves at `mediaTime` in row and column of the picture (shares), as a share of its width.
    public func displacement(at mediaTime: Double, row: Double, column: Double) -> SIMD2<Double> {
        let phase = 2 * .pi * frequency * mediaTime
        return sway
            * SIMD2(
                0.7 * sin(phase + 3 * row) + 0.3 * sin(2.7 * phase + 40 * row), 0.4 * sin(1.9 * phase + 30 * column))
    }

    /// Draws the leaves, each pixel from where the wind has moved it.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        let extent = SIMD2(Double(canvas.camera.width), Double(canvas.camera.height))
        let reach = radius + 2 * sway
        guard let box = canvas.pixels(from: (centre - reach) * extent, to: (centre + reach) * extent) else { return }
        // The displacement is a sum of one term for the row and one for the column: no sine per pixel.
        let columns = box.x.map { x in
            displacement(at: mediaTime, row: 0, column: Double(x) / extent.x).y * extent.x
        }
        // Leaves keep their share of the picture: three texels are 0.7 % of its width.
        let texels = 3 / (0.007 * extent.x)
        for y in box.y {
            let shift = displacement(at: mediaTime, row: Double(y) / extent.y, column: 0).x * extent.x
            for (place, x) in box.x.enumerated() {
                let pixel =
                    SIMD2(Double(x) + 0.5 - shift, Double(y) + 0.5 - columns[place]) - canvas.camera.displacement
                let leaf = leaf(at: pixel * texels)
                let outwards = (pixel / extent - centre) / radius
                let edge = 1 - (outwards * outwards).sum() + (leaf - 82) / 180
                guard edge > 0 else { continue }
                let colour = Colour(luma: leaf, u: 116, v: 118)
                canvas.blend(.cover(colour), x: x, y: y, alpha: min(1, edge * 12))
            }
        }
    }

    /// Brightness between the four nearest texels; the pattern repeats itself.
    private func leaf(at place: SIMD2<Double>) -> Double {
        let whole = place.rounded(.down)
        let part = place - whole
        let mask = Self.side - 1
        let (x, y) = (Int(whole.x) & mask, Int(whole.y) & mask)
        let (right, below) = ((x + 1) & mask, (y + 1) & mask)
        let top = Double(leaves[y * Self.side + x]) * (1 - part.x) + Double(leaves[y * Self.side + right]) * part.x
        let bottom =
            Double(leaves[below * Self.side + x]) * (1 - part.x) + Double(leaves[below * Self.side + right]) * part.x
        return top * (1 - part.y) + bottom * part.y
    }
}
