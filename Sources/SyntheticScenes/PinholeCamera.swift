private import Glibc
public import VideoCore

/// A camera without lens distortion, and the ground it stands on.
///
/// Space, in metres: the origin is the foot of the facade below its middle, x runs to the right along the facade,
/// y upwards, z away from the facade towards the camera. The facade is the plane z = 0.
/// Pixels: continuous coordinates, origin at the top left corner of the picture, so that the middle of the first pixel
/// is (0.5, 0.5).
public struct PinholeCamera: Hashable, Sendable {
    /// Columns of the picture.
    public let width: Int
    /// Rows of the picture.
    public let height: Int
    /// Where the camera is, in metres.
    public let position: SIMD3<Double>
    /// Focal length in pixels.
    public let focalLength: Double
    /// How far the whole picture is displaced, in pixels: shake.
    public var displacement = SIMD2<Double>.zero

    private let forward: SIMD3<Double>
    private let right: SIMD3<Double>
    private let up: SIMD3<Double>

    /// A camera at `position` whose axis rises by `tilt` degrees above the horizon (below 90) and is turned by `pan`
    /// degrees to the right of the facade's normal; `verticalFieldOfView` in degrees.
    public init(
        width: Int, height: Int, position: SIMD3<Double>, tilt: Double, pan: Double = 0, verticalFieldOfView: Double
    ) {
        self.width = width
        self.height = height
        self.position = position
        focalLength = Double(height) / 2 / tan(verticalFieldOfView * .pi / 360)
        let (t, p) = (tilt * .pi / 180, pan * .pi / 180)
        forward = SIMD3(sin(p) * cos(t), sin(t), -cos(p) * cos(t))
        right = SIMD3(cos(p), 0, sin(p))
        up = SIMD3(-sin(p) * sin(t), cos(t), cos(p) * sin(t))
    }

    /// Metres from the camera to `point`, measured along the camera's axis; negative behind the camera.
    public func depth(of point: SIMD3<Double>) -> Double { ((point - position) * forward).sum() }

    /// Where `point` appears, in pixels, inside the picture or not; nil at or behind the camera.
    public func pixel(of point: SIMD3<Double>) -> SIMD2<Double>? {
        let offset = point - position
        let depth = (offset * forward).sum()
        guard depth > 0.05 else { return nil }
        let scale = focalLength / depth
        return centre + SIMD2((offset * right).sum() * scale, -(offset * up).sum() * scale)
    }

    /// Pixels that a metre takes up at `point`, across the line of sight; nil at or behind the camera.
    public func pixelsPerMetre(at point: SIMD3<Double>) -> Double? {
        let depth = depth(of: point)
        return depth > 0.05 ? focalLength / depth : nil
    }

    /// Where the line of sight through `pixel` meets the plane z = `z`; nil when it does not.
    public func point(at pixel: SIMD2<Double>, onPlane z: Double = 0) -> SIMD3<Double>? {
        let offset = (pixel - centre) / focalLength
        let direction = forward + offset.x * right - offset.y * up
        guard abs(direction.z) > 1e-9 else { return nil }
        let reach = (z - position.z) / direction.z
        return reach > 0 ? position + reach * direction : nil
    }

    /// `pixel` as shares of the picture's width and height.
    public func imagePoint(_ pixel: SIMD2<Double>) -> ImagePoint {
        ImagePoint(x: pixel.x / Double(width), y: pixel.y / Double(height))
    }

    private var centre: SIMD2<Double> { SIMD2(Double(width) / 2, Double(height) / 2) + displacement }
}
