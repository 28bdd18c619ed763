import Synchronization
public import VideoCore
import VideoStreams

/// Why nobody can watch a camera live.
public enum LiveRefusal: Error, Hashable, Sendable {
    /// There is no such camera, or no video has come from it yet.
    case noPicture
    /// As many watch as may, or as many cameras are watched.
    case crowded
}

/// Cameras watched live: one decoder for each, however many watch it.
public final class LiveViews: Sendable {
    /// Cameras watched at the same time at most.
    public static let mostCameras = 4
    /// Viewers at the same time at most.
    public static let mostViewers = 16

    private let camera: CameraLookup
    private let watched = Mutex<[CameraID: LiveCamera]>([:])

    /// Live views of the cameras that `camera` knows.
    public init(_ camera: @escaping CameraLookup) { self.camera = camera }

    /// Cameras that are decoded for somebody now.
    public var decoders: Int { watched.withLock { $0.count } }

    /// Pictures of `id` in JPEG from now on, at most four a second, 960 wide at most, shields masked. They go on while the
    /// camera is down, with its last picture now and then, until whoever reads them stops. A slow reader misses some.
    public func watch(_ id: CameraID) throws(LiveRefusal) -> AsyncStream<[UInt8]> {
        guard camera(id)?.tap.newestKeyframe != nil else { throw .noPicture }
        let (pictures, begun) = watched.withLock { watched in
            guard watched.values.reduce(0, { $0 + $1.viewers }) < Self.mostViewers else {
                return (AsyncStream<[UInt8]>?.none, LiveCamera?.none)
            }
            if let pictures = watched[id]?.join() { return (pictures, nil) }
            guard watched[id] != nil || watched.count < Self.mostCameras else { return (nil, nil) }
            let live = LiveCamera({ [camera] in camera(id) }, onEnd: { [weak self] in self?.end($0, id) })
            watched[id] = live
            return (live.join(), live)
        }
        begun?.start()
        guard let pictures else { throw .crowded }
        return pictures
    }

    private func end(_ live: LiveCamera, _ id: CameraID) {
        // One that somebody has begun meanwhile stays.
        watched.withLock { if $0[id] === live { $0[id] = nil } }
    }
}
