public import VideoCore
public import VideoStreams

/// How one camera is doing: a copy, to be shown.
public struct CameraReport: Sendable {
    /// Which camera.
    public var id: CameraID
    /// Where its stream stands.
    public var stream: PacketReader.Status
    /// What became of its pictures.
    public var counts: FrameCounts
    /// Times that its analysis failed and was started anew.
    public var restarts: Int
    /// Size of the last picture; nil before the first.
    public var pictureSize: PictureSize?
    /// Seconds from a picture's arrival to the end of its analysis, for the last picture.
    public var lag: Double
    /// Seconds, since the camera was started, in which its detectors could not see what they are there to see.
    public var blindSeconds: Double

    /// Columns and rows of a picture.
    public struct PictureSize: Hashable, Sendable {
        /// Columns.
        public var width: Int
        /// Rows.
        public var height: Int
    }
}
