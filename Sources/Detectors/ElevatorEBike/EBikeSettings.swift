public import VideoCore

/// What the detector of e-bikes in lifts is told about one camera.
public struct EBikeSettings: Hashable, Sendable {
    /// The cabin's floor; the whole picture when nil.
    public var cabin: Polygon?
    /// The door opening; nil where the camera does not show it.
    public var door: Polygon?
    /// Where nothing is ever seen: posters of scooters, mirrors.
    public var excluded: [Polygon] = []
    /// Whether bicycles without a motor ring as well.
    public var bicyclesRing = false
    /// Whether it rings for what stands in the door, before it is in the cabin.
    public var ringsAtDoor = false

    /// A cabin that fills the picture.
    public init() {}
}
