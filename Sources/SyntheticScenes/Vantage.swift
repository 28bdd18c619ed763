private import Glibc

/// A camera and the facade it looks at.
public struct Vantage: Hashable, Sendable {
    /// Where it is seen from, and how large the picture is.
    public var camera: PinholeCamera
    /// What is looked at.
    public var building: Building

    /// `building` as `camera` sees it.
    public init(camera: PinholeCamera, building: Building) {
        self.camera = camera
        self.building = building
    }

    /// The view of the scenes with a name: twelve storeys from 11 m away.
    public static func standard(width: Int, height: Int, light: Building.Light, seed: UInt64) -> Vantage {
        Vantage(
            camera: PinholeCamera(
                width: width, height: height, position: SIMD3(0.6, 1.6, 11), tilt: 50, pan: 2, verticalFieldOfView: 56),
            building: Building(floors: 12, light: light, seed: seed))
    }

    /// One of many views, chosen by `seed`: 8 to 20 storeys from 9 to 15 m away, the roof near the upper edge of the
    /// picture, as a camera for thrown objects is mounted.
    public static func varied(width: Int, height: Int, light: Building.Light, seed: UInt64) -> Vantage {
        var random = SeededRandom(seed: seed, stream: 0x7A)
        let building = Building(
            floors: 8 + Int(random.unit() * 13), columns: 4 + Int(random.unit() * 4),
            floorHeight: random.number(in: 2.8...3.1), light: light, seed: seed)
        let position = SIMD3(random.number(in: -2...2), random.number(in: 1.4...4), random.number(in: 9...15))
        let field = random.number(in: 46...60)
        let roof = atan2(building.height - position.y, position.z) * 180 / .pi
        return Vantage(
            camera: PinholeCamera(
                width: width, height: height, position: position, tilt: roof - field / 2 * random.number(in: 0.7...1),
                pan: random.number(in: -6...6), verticalFieldOfView: field),
            building: building)
    }
}
