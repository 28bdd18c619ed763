import Synchronization
public import VideoCore

/// What is known of one camera at one moment.
public struct CameraStatus: Hashable, Sendable {
    /// Where the connection stands.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// Not asked for yet.
        case idle
        /// On the way to the first frame.
        case connecting
        /// Frames arrive.
        case streaming
        /// Waiting before the next attempt.
        case waiting
        /// Ended, and will not be tried again.
        case stopped
    }

    /// Where the connection stands.
    public var state: State = .idle
    /// Why it stands there, in words, when something is wrong; never contains an address or a password.
    public var trouble: String?
    /// When `state` last changed.
    public var since: WallTime?
    /// Pictures decoded in a second, averaged by whoever reports.
    public var framesPerSecond: Double = 0
    /// Width of the picture, in pixels; 0 before the first frame.
    public var width: Int = 0
    /// Height of the picture, in pixels; 0 before the first frame.
    public var height: Int = 0
    /// Running totals by name, such as `received`, `decoded`, `dropped.backlog`.
    public var counts: [String: Int] = [:]
    /// Alarms opened since the program started.
    public var alarms: Int = 0

    /// A camera that nothing is known of.
    public init() {}
}

/// The last known status of each camera. Written by the cameras' tasks, read by the console; neither waits long.
public final class StatusBoard: Sendable {
    private let cameras = Mutex<[CameraID: CameraStatus]>([:])

    /// An empty board.
    public init() {}

    /// Changes what is known of `camera`, which is put on the board if it was not there.
    public func update(_ camera: CameraID, _ change: (inout CameraStatus) -> Void) {
        cameras.withLock { change(&$0[camera, default: CameraStatus()]) }
    }

    /// Takes `camera` off the board.
    public func remove(_ camera: CameraID) {
        cameras.withLock { $0[camera] = nil }
    }

    /// All cameras as they are now, ordered by name.
    public func snapshot() -> [(camera: CameraID, status: CameraStatus)] {
        let copy = cameras.withLock { $0 }
        return copy.sorted { $0.key.name < $1.key.name }.map { (camera: $0.key, status: $0.value) }
    }
}
