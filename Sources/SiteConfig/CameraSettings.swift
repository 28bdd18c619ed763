public import VideoCore
public import VideoStreams

/// One camera as configured: an entry of `cameras:` in a site's file, or a document of its own for `analyze`.
public struct CameraSettings: Hashable, Sendable {
    /// `camera`: unique within the site and safe as a part of a path.
    public var id: CameraID
    /// `enabled`: false keeps the camera in the file without running it.
    public var enabled = true
    /// `name`: what people call it.
    public var name: String?
    /// `deviceCode`: 20 digits after GB/T 28181.
    public var deviceCode: String?
    /// `url`: where the stream is; a file is given by its full path. Nil only in a camera document.
    public var url: Secret?
    /// Whether ``url`` is a file rather than a network address.
    public var isFile = false
    /// `loop`: a file starts again at its end.
    public var loop = false
    /// `username`, where it is not part of the URL.
    public var username: String?
    /// `password`, or the first line of `passwordFile`, where it is not part of the URL.
    public var password: Secret?
    /// `transport`: how media travel from an RTSP server.
    public var transport: RTSPTransport = .tcp
    /// `nvr`: the recorder it hangs on.
    public var nvr: String?
    /// `channel` of the recorder, from 1.
    public var channel: Int?
    /// `buffer.seconds`: compressed video kept.
    public var bufferSeconds: Double = 30
    /// `buffer.size`: bytes of compressed video kept at most.
    public var bufferBytes = 48 << 20
    /// `timeouts`.
    public var timeouts = Timeouts()
    /// `place`, over the site's.
    public var place = Place()
    /// `alarms`.
    public var alarms = AlarmRules()
    /// `detectors`; nil where the key is absent.
    public var detectors: DetectorSettings?
    /// What deserves attention in a document of its own, in the order of the file; a site has its own list.
    public internal(set) var warnings: [Mistake] = []

    /// A camera with the defaults.
    public init(id: CameraID) { self.id = id }

    /// Reads a camera document: the top-level keys are those of one entry of `cameras:`.
    ///
    /// - Throws: every mistake found in the file at `path`, or why it cannot be read.
    public static func load(path: String) throws(ConfigurationErrors) -> CameraSettings {
        try ConfigurationDocument.open(path).cameraSettings()
    }
}

extension CameraSettings {
    /// How long to wait for a camera, in seconds.
    public struct Timeouts: Hashable, Sendable {
        /// For the connection.
        public var connect: Double = 5
        /// For the first packet after the connection.
        public var firstPacket: Double = 10
        /// For the first picture that decodes by itself.
        public var firstKeyframe: Double = 30
        /// For the next packet of a running stream.
        public var stall: Double = 5

        /// The defaults.
        public init() {}
    }

    /// Where a camera stands; copied into its alarms.
    public struct Place: Hashable, Sendable {
        /// 区.
        public var district: String?
        /// 街道.
        public var street: String?
        /// 小区 or 社区.
        public var community: String?
        /// 楼栋.
        public var building: String?
        /// The side of the building.
        public var facade: String?
        /// 电梯.
        public var elevator: String?

        /// Nowhere yet.
        public init() {}

        /// This place; what it leaves open comes from `other`.
        public func completed(by other: Place) -> Place {
            var place = self
            place.district = district ?? other.district
            place.street = street ?? other.street
            place.community = community ?? other.community
            place.building = building ?? other.building
            place.facade = facade ?? other.facade
            place.elevator = elevator ?? other.elevator
            return place
        }
    }
}
