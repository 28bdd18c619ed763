public import VideoCore

/// Floor lines as somebody draws them.
public struct GeometryQuestion: Decodable, Hashable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case width, height, camera
        case thrownObject = "thrown-object"
    }

    /// Columns of the picture.
    public var width: Int
    /// Rows of the picture.
    public var height: Int
    /// The camera, where it is in the file: then its facade may be known.
    public var camera: String?
    /// What stands under that key of the file.
    public var thrownObject: JSONValue
}

/// What floor lines mean.
public struct GeometryAnswer: Encodable, Hashable, Sendable {
    /// A storey.
    public struct Floor: Encodable, Hashable, Sendable {
        /// Its number.
        public var floor: Int
        /// Pixels across an object of 10 cm; nil where nothing of it is in the picture.
        @OrNull public var pixels: Double?
        /// Whether such an object is found there.
        public var sufficient: Bool

        /// Storey number `floor`.
        public init(floor: Int, pixels: Double?, sufficient: Bool) {
            self.floor = floor
            self.pixels = pixels
            self.sufficient = sufficient
        }
    }

    /// Windows and balconies from floor 3 up.
    public struct Openings: Encodable, Hashable, Sendable {
        /// Those inside what is watched.
        public var covered: Int
        /// All of them.
        public var total: Int

        /// `covered` of `total`.
        public init(covered: Int, total: Int) {
            self.covered = covered
            self.total = total
        }
    }

    /// From the lowest up.
    public var floors: [Floor]
    /// Of the facade that the camera looks at, where the registry knows it.
    @OrNull public var openings: Openings?
    /// What is wrong with the lines.
    public var mistakes: [SetupChecked.Mistake]

    /// These storeys.
    public init(floors: [Floor], openings: Openings?, mistakes: [SetupChecked.Mistake]) {
        self.floors = floors
        self.openings = openings
        self.mistakes = mistakes
    }
}

/// Detectors that somebody wants to try.
public struct TrialQuestion: Decodable, Hashable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable { case camera, detectors }

    /// On the video of which camera.
    public var camera: String
    /// What stands under that key of the file.
    public var detectors: JSONValue
}

/// What detectors find in the video in memory.
public struct TrialAnswer: Encodable, Hashable, Sendable {
    /// An incident.
    public struct Finding: Encodable, Hashable, Sendable {
        /// What was seen.
        public var kind: String
        /// Seconds from the beginning of the video.
        public var start: Double
        /// Seconds from the beginning of the video.
        public var end: Double
        /// The storey it came from.
        @OrNull public var floor: Int?
        /// 0…1.
        public var confidence: Double
        /// The path, shares of width and height.
        public var track: [[Double]]

        /// An incident of `kind`.
        public init(kind: String, start: Double, end: Double, floor: Int?, confidence: Double, track: [[Double]]) {
            self.kind = kind
            self.start = start
            self.end = end
            self.floor = floor
            self.confidence = confidence
            self.track = track
        }
    }

    /// Seconds of video that were looked at.
    public var seconds: Double
    /// In the order of their beginnings.
    public var findings: [Finding]
    /// The first of them, or what was seen last, as `data:image/jpeg;base64,…`; shields are masked.
    @OrNull public var picture: String?

    /// These findings in so many seconds.
    public init(seconds: Double, findings: [Finding], picture: String?) {
        self.seconds = seconds
        self.findings = findings
        self.picture = picture
    }
}
