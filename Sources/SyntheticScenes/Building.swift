/// The facade that the camera looks at: a plane with a grid of windows, a storey every `floorHeight` metres.
///
/// Storey 1 stands on the ground, so the floor level of storey n is at (n − 1) · `floorHeight`.
public struct Building: Hashable, Sendable {
    /// Time of day: sets wall, sky and windows.
    public enum Light: Hashable, Sendable {
        /// Grey wall, dark glass, bright sky.
        case day
        /// Dark wall and sky; about one window in four is lit.
        case night
    }

    /// One rectangle of the facade, in metres.
    public struct Pane: Hashable, Sendable {
        /// Left edge.
        public var left: Double
        /// Lower edge above the ground.
        public var bottom: Double
        /// Extent along the facade.
        public var width: Double
        /// Extent upwards.
        public var height: Double

        /// The rectangle with its lower left corner at `left`, `bottom`.
        public init(left: Double, bottom: Double, width: Double, height: Double) {
            self.left = left
            self.bottom = bottom
            self.width = width
            self.height = height
        }
    }

    /// Number of storeys.
    public var floors: Int
    /// Windows in a row.
    public var columns: Int
    /// Metres from one floor level to the next.
    public var floorHeight: Double
    /// Metres from one window's middle to the next one's.
    public var windowPitch: Double
    /// Day or night.
    public var light: Light
    /// Chooses the pattern of wall, curtains and lit windows.
    public var seed: UInt64

    /// A building of `floors` storeys with `columns` windows in a row.
    public init(
        floors: Int, columns: Int = 6, floorHeight: Double = 2.9, windowPitch: Double = 3.3, light: Light = .day,
        seed: UInt64 = 1
    ) {
        self.floors = floors
        self.columns = columns
        self.floorHeight = floorHeight
        self.windowPitch = windowPitch
        self.light = light
        self.seed = seed
    }

    /// Extent along the facade, in metres; the middle is x = 0.
    public var width: Double { Double(columns) * windowPitch }
    /// Height of the roof, in metres.
    public var height: Double { Double(floors) * floorHeight }

    /// Height of the floor level of storey `floor`, in metres above the ground; fractions lie between two levels.
    public func level(of floor: Double) -> Double { (floor - 1) * floorHeight }

    /// The storey at `height` metres, with fraction: 9.0 is the floor level of storey 9.
    public func floor(at height: Double) -> Double { 1 + height / floorHeight }

    /// The glass of the window in `column` (0 is the leftmost) of storey `floor`: 1.7 m wide, 1.5 m high, with its sill
    /// 0.9 m above the floor.
    public func glass(column: Int, floor: Int) -> Pane {
        let middle = -width / 2 + (Double(column) + 0.5) * windowPitch
        return Pane(left: middle - 0.85, bottom: level(of: Double(floor)) + 0.9, width: 1.7, height: 1.5)
    }

    /// Whether the facade is glass at `x`, `height` (metres).
    public func isGlass(x: Double, height: Double) -> Bool {
        guard let window = window(x: x, height: height) else { return false }
        return glass(column: window.column, floor: window.floor).contains(x: x, height: height)
    }

    /// The window cell at `x`, `height`; nil outside the facade.
    func window(x: Double, height: Double) -> (column: Int, floor: Int)? {
        guard abs(x) < width / 2, height >= 0, height < self.height else { return nil }
        return (Int((x + width / 2) / windowPitch), 1 + Int(height / floorHeight))
    }

    /// Whether the window is lit at night.
    func isLit(column: Int, floor: Int) -> Bool {
        light == .night && SeededRandom.hash(column, floor, seed &+ 77) < 0.25
    }
}

extension Building.Pane {
    /// Whether `x`, `height` (metres) lies inside.
    public func contains(x: Double, height: Double) -> Bool {
        x >= left && x < left + width && height >= bottom && height < bottom + self.height
    }

    /// The corners in space, at `outward` metres in front of the facade, clockwise from the top left.
    func corners(outward: Double = 0) -> [SIMD3<Double>] {
        let (right, top) = (left + width, bottom + height)
        return [
            SIMD3(left, top, outward), SIMD3(right, top, outward), SIMD3(right, bottom, outward),
            SIMD3(left, bottom, outward),
        ]
    }
}
