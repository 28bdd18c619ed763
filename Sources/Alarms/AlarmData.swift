public import VideoCore

/// Where an alarm stands.
public enum AlarmPhase: String, CaseIterable, Codable, Hashable, Sendable {
    /// The first word of it.
    case open
    /// More is known.
    case update
    /// It is over.
    case close
}

/// The payload of an ``AlarmEvent``. What is not known is left out of the JSON.
public struct AlarmData: Hashable, Sendable {
    /// The incident, the same in all its phases.
    public var alarmID: AlarmID
    /// What was seen.
    public var kind: AlarmKind
    /// Where the incident stands.
    public var phase: AlarmPhase
    /// 1 is the most urgent, 4 the least.
    public var priority: Int
    /// Which camera saw it.
    public var camera: AlarmCamera
    /// Where that camera looks.
    public var place: AlarmPlace = AlarmPlace()
    /// File name, when a folder of stills is analysed.
    public var input: String?
    /// When, on the stream's own clock.
    public var mediaTime: MediaSpan
    /// 0…1.
    public var confidence: Double
    /// What to look at.
    public var regionInImage: Region?
    /// The path, oldest point first.
    public var track: [TrackPoint] = []
    /// The storey it came from.
    public var origin: FloorEstimate?
    /// What recognised it, when a trained model did.
    public var model: ModelReference?
    /// Pictures and clips of it.
    public var evidence: [Evidence] = []
    /// When the frame that settled it arrived; left out where the output must not depend on the clock.
    public var receivedAt: Timestamp?
    /// When it was handed to the queue; left out like `receivedAt`.
    public var committedAt: Timestamp?
    /// Whether this is a self-test or a drill.
    public var isTest: Bool = false
    /// Whether it is a drill: a test that is delivered like a real alarm.
    public var isDrill: Bool = false
    /// What else there is to say, in plain words for people.
    public var detail: String?
    /// What a loudspeaker at the place is to say; only when the alarm opens.
    public var prompt: String?
    /// What a person has done about the alarm, in the event that tells of it and no other.
    public var handling: AlarmHandling?

    /// The payload with everything that must be known.
    public init(
        alarmID: AlarmID, kind: AlarmKind, phase: AlarmPhase, priority: Int, camera: AlarmCamera, mediaTime: MediaSpan,
        confidence: Double
    ) {
        self.alarmID = alarmID
        self.kind = kind
        self.phase = phase
        self.priority = priority
        self.camera = camera
        self.mediaTime = mediaTime
        self.confidence = confidence
    }
}

/// The camera of an alarm. It has no address on purpose: an event never carries a URL or a password.
public struct AlarmCamera: Codable, Hashable, Sendable {
    /// Its name in the configuration.
    public var id: String
    /// What people call it.
    public var name: String?
    /// The 20 digits of GB/T 28181.
    public var deviceCode: String?
    /// The recorder it hangs on, by name.
    public var nvr: String?
    /// Its channel there.
    public var channel: Int?

    /// The camera `id` of the configuration.
    public init(id: String, name: String? = nil, deviceCode: String? = nil, nvr: String? = nil, channel: Int? = nil) {
        self.id = id
        self.name = name
        self.deviceCode = deviceCode
        self.nvr = nvr
        self.channel = channel
    }
}

/// Where a camera looks, from the widest to the narrowest.
public struct AlarmPlace: Codable, Hashable, Sendable {
    /// 区.
    public var district: String?
    /// 街道.
    public var street: String?
    /// 社区.
    public var community: String?
    /// Building.
    public var building: String?
    /// Side of the building.
    public var facade: String?
    /// Lift.
    public var elevator: String?

    /// Nowhere in particular.
    public init() {}
}

/// A stretch of media time, in seconds on the stream's clock.
public struct MediaSpan: Codable, Hashable, Sendable {
    /// Where the incident began.
    public var start: Double
    /// Until when it has been seen.
    public var end: Double
    /// The frame that settled the decision.
    public var detected: Double?

    /// From `start` to `end`.
    public init(start: Double, end: Double, detected: Double? = nil) {
        self.start = start
        self.end = end
        self.detected = detected
    }
}

/// The trained model behind a finding.
public struct ModelReference: Codable, Hashable, Sendable {
    /// Its name.
    public var name: String?
    /// Its version.
    public var version: String?
    /// SHA-256 of its file, in hexadecimal.
    public var sha256: String?

    /// The model `name` of `version`.
    public init(name: String? = nil, version: String? = nil, sha256: String? = nil) {
        self.name = name
        self.version = version
        self.sha256 = sha256
    }
}

/// A stored file that shows an alarm.
public struct Evidence: Codable, Hashable, Sendable {
    /// What kind of file.
    public enum Kind: String, CaseIterable, Codable, Hashable, Sendable {
        /// One picture.
        case snapshot
        /// A clip with shields masked.
        case clip
        /// The clip as the camera sent it.
        case rawClip = "raw-clip"
    }

    /// What kind of file.
    public var kind: Kind
    /// `file:` and the path below the evidence folder.
    public var uri: String
    /// SHA-256 of the file, in hexadecimal.
    public var sha256: String
    /// Its size.
    public var bytes: Int
    /// Whether shields were pixelated before anything was stored.
    public var masked: Bool

    /// A file as it was written.
    public init(kind: Kind, uri: String, sha256: String, bytes: Int, masked: Bool) {
        self.kind = kind
        self.uri = uri
        self.sha256 = sha256
        self.bytes = bytes
        self.masked = masked
    }
}
