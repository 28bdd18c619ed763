#if canImport(Glibc)
    internal import Glibc
#endif
internal import VideoCore

/// How large things on the facade are in the picture: a pinhole camera with square pixels and its axis through the middle
/// of the picture, which the map of the facade determines.
///
/// Method (Zhang 2000, A flexible new technique for camera calibration): columns 1 and 2 of the map from metres on the
/// facade to centred pixels, h₁ along it and h₂ upwards, are the images of two perpendicular unit lengths. With
/// hᵢ = (aᵢ, cᵢ), a in pixels, and the focal length F: a₁·a₂ + F²c₁c₂ = 0 and |a₁|² + F²c₁² = |a₂|² + F²c₂². With the
/// facade's width both equations give F by least squares. Without it the first one does, as far as the camera looks along
/// the facade as well as up it; a camera that faces it squarely tells nothing of its lens.
public struct FacadeLens: Hashable, Sendable {
    /// Where the focal length comes from.
    public enum Basis: Hashable, Sendable {
        /// The width of the facade, in metres.
        case width
        /// The field of view that was told.
        case fieldOfView
        /// The slant of the floor lines.
        case lines
        /// Nothing: the widest usual lens was assumed, so that sizes are the smallest to be expected.
        case assumed
    }

    /// Where the focal length comes from.
    public let basis: Basis
    /// Field of view across the picture, in degrees.
    public let fieldOfView: Double
    /// Metres from the facade's left edge to its right edge: as told, or as the lens has it.
    public let facadeWidth: Double

    /// Field of view of the widest lens that fixed cameras usually have, in degrees: 2.8 mm before a sensor of 1/2.8″.
    static let widestUsual = 100.0
    /// What a hand misses an end by, as a share of the picture's width: two pixels of 1080p.
    static let clickError = 0.001
    /// Relative error of the focal length up to which slant lines are believed.
    private static let believable = 0.15
    /// Fields of view that a lens may have, in degrees.
    private static let possible = 2.0...150.0

    /// Pixels for each metre across the line of sight, times the divisor of the map.
    private let scale: Double
    private let divisor: SIMD3<Double>

    /// The lens behind `map`, which was made of `measurements`.
    init(_ map: FacadeMap, _ measurements: FacadeMeasurements) {
        let axes = FacadeAxes(map, measurements)
        let halfWidth = Double(measurements.width) / 2
        func field(_ focal: Double) -> Double { 2 * atan(halfWidth / focal) * 180 / .pi }
        func focal(_ field: Double) -> Double { halfWidth / tan(field * .pi / 360) }
        let basis: Basis
        var square: Double?
        if let width = measurements.facadeWidth {
            (basis, square) = (.width, axes.squareOfFocalLength(facadeWidth: width))
        } else if let told = measurements.fieldOfView {
            (basis, square) = (.fieldOfView, focal(told) * focal(told))
        } else if let found = Self.squareFromLines(measurements, axes) {
            (basis, square) = (.lines, found)
        } else {
            (basis, square) = (.assumed, focal(Self.widestUsual) * focal(Self.widestUsual))
        }
        // A lens that cannot be leaves sizes finite, and is warned of.
        let field = min(max(square.map { field(max($0, 1e-9).squareRoot()) } ?? 180, 1), 179)
        self.basis = basis
        fieldOfView = field
        let up = axes.length(up: focal(field) * focal(field))
        scale = up
        divisor = map.homography.divisor
        facadeWidth = measurements.facadeWidth ?? axes.length(along: focal(field) * focal(field)) / up
    }

    /// Whether a lens can have this field of view; if not, width, lines and floor height contradict each other.
    public var isPossible: Bool { Self.possible.contains(fieldOfView) }

    /// Pixels of a metre across the line of sight, at a place of the facade; nothing behind the camera.
    func pixelsPerMetre(across: Double, floor: Double) -> Double? {
        let depth = (divisor * SIMD3(across, floor, 1)).sum()
        return depth > 1e-6 ? scale / depth : nil
    }

    /// F² from the slant of the lines, if clicking less exactly would not have changed it much.
    private static func squareFromLines(_ measurements: FacadeMeasurements, _ axes: FacadeAxes) -> Double? {
        guard let square = axes.squareOfFocalLength, square > 0 else { return nil }
        var variance = 0.0
        for index in measurements.lines.indices {
            for end in [\FloorLine.from, \.to] {
                for axis in [\ImagePoint.x, \.y] {
                    var moved = measurements
                    let aspect = axis == \.y ? Double(measurements.width) / Double(measurements.height) : 1
                    moved.lines[index][keyPath: end][keyPath: axis] += clickError * aspect
                    guard let map = FacadeMap(moved.lines),
                        let other = FacadeAxes(map, measurements).squareOfFocalLength, other > 0
                    else { return nil }
                    variance += (other - square) * (other - square)
                }
            }
        }
        // The error of F is half that of its square.
        let error = variance.squareRoot() / square / 2
        return error < believable ? square : nil
    }
}
