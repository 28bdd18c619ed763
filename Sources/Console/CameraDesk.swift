public import Alarms
public import Foundation
public import Ledger
public import VideoCore

/// How cameras are doing and what they show: what the rest of the program does for the console's page.
///
/// The closures are called for each request. What waits for a disk or a decoder does so on threads of its own.
public struct CameraDesk: Sendable {
    /// A picture in JPEG.
    public struct Picture: Hashable, Sendable {
        /// The file.
        public var jpeg: [UInt8]
        /// When it was taken.
        public var at: Timestamp

        /// The file `jpeg` of a picture taken at `at`.
        public init(jpeg: [UInt8], at: Timestamp) {
            self.jpeg = jpeg
            self.at = at
        }
    }

    /// Why something is not shown.
    public enum Refusal: Error, Hashable, Sendable {
        /// The site has no such camera.
        case unknownCamera
        /// It has no picture yet.
        case noPicture
        /// As many cameras are watched live as can be.
        case crowded
        /// No books are kept of this site.
        case noBooks
        /// The books cannot be read at the moment.
        case booksAway
    }

    /// Widths that a picture may have, in pixels; another one asked for is rounded down.
    public static let widths = 160...1920

    /// All cameras, in the order of the site's file.
    public var cameras: @Sendable () async -> [CameraStatus]
    /// The last picture of a camera, shields masked, at most so many pixels wide. Throws ``Refusal``.
    public var picture: @Sendable (CameraID, _ width: Int) async throws -> Picture
    /// Pictures of a camera in JPEG as they come, shields masked. Throws ``Refusal``.
    public var live: @Sendable (CameraID) throws -> AsyncStream<[UInt8]>
    /// What is known of a camera on some days. Throws ``Refusal``.
    public var timeline: @Sendable (CameraID, ClosedRange<CivilDate>) async throws -> CameraTimeline
    /// In which days begin and end.
    public var zone: TimeZone

    /// These.
    public init(
        zone: TimeZone, cameras: @escaping @Sendable () async -> [CameraStatus],
        picture: @escaping @Sendable (CameraID, _ width: Int) async throws -> Picture,
        live: @escaping @Sendable (CameraID) throws -> AsyncStream<[UInt8]>,
        timeline: @escaping @Sendable (CameraID, ClosedRange<CivilDate>) async throws -> CameraTimeline
    ) {
        self.zone = zone
        self.cameras = cameras
        self.picture = picture
        self.live = live
        self.timeline = timeline
    }
}
