public import VideoCore
public import VideoStreams

/// A camera that people may look at.
public struct ViewedCamera: Sendable {
    /// The packets it sends.
    public var tap: PacketTap
    /// What is masked before anything is encoded.
    public var shields: [Polygon]

    /// A camera behind `tap`, in whose pictures `shields` are masked.
    public init(tap: PacketTap, shields: [Polygon]) {
        self.tap = tap
        self.shields = shields
    }
}

/// The camera of an id, as it is set up now; nil where there is none. Asked for from any thread; must not wait.
public typealias CameraLookup = @Sendable (CameraID) -> ViewedCamera?
