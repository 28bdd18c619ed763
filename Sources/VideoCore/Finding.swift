/// What a detector can ring for; the raw values are those of the alarm event.
public enum AlarmKind: String, CaseIterable, Hashable, Sendable {
    /// Something thrown or fallen from a facade (高空抛物).
    case thrownObject = "thrown-object"
    /// A powered two-wheeler inside a lift (电动车进电梯).
    case ebikeInElevator = "ebike-in-elevator"
    /// Suspected flames.
    case fire
    /// Suspected smoke.
    case smoke
    /// A camera or recorder gives no stream.
    case deviceOffline = "device-offline"
    /// A camera gives a stream whose picture is of no use.
    case pictureQuality = "picture-quality"
}

/// One position of a moving thing.
public struct TrackPoint: Hashable, Sendable {
    /// Seconds on the stream's clock.
    public var mediaTime: Double
    /// Where its centre was.
    public var pointInImage: ImagePoint

    /// The centre `pointInImage` at `mediaTime`.
    public init(mediaTime: Double, pointInImage: ImagePoint) {
        self.mediaTime = mediaTime
        self.pointInImage = pointInImage
    }
}

/// The storey something came from, with its uncertainty.
public struct FloorEstimate: Hashable, Sendable {
    /// Storey with its fraction, numbered as the floor lines are: 9.0 is the floor level of storey 9.
    public var level: Double
    /// One standard deviation of `level`, in storeys.
    public var standardDeviation: Double
    /// Column of windows, counted from 1 at the left edge of the facade in the picture; nil where it is not known.
    public var column: Int?

    /// `level` ± `standardDeviation`, in window column `column`.
    public init(level: Double, standardDeviation: Double, column: Int? = nil) {
        self.level = level
        self.standardDeviation = standardDeviation
        self.column = column
    }

    /// The storey itself. Things leave it over a sill or a railing, 1.1 m above its floor level: 0.38 of a usual storey.
    public var floor: Int { Int((level - 0.38).rounded()) }
}

/// What a detector saw, before any policy: one stage of one incident.
public struct Finding: Hashable, Sendable {
    /// Where an incident stands. Every incident opens once, may be updated, and closes at most once.
    public enum Stage: Hashable, Sendable {
        /// First report.
        case open
        /// More is known: a longer track, a better floor.
        case update
        /// It is over.
        case close
    }

    /// What was seen.
    public var kind: AlarmKind
    /// Number of the incident, unique within one detector of one camera since it was made.
    public var incident: Int
    /// Which report on this incident it is.
    public var stage: Stage
    /// Media time at which the incident began, in seconds.
    public var start: Double
    /// Media time until which it has been seen, in seconds.
    public var end: Double
    /// Media time of the frame that settled the decision, in seconds.
    public var detected: Double
    /// How sure the detector is, 0…1.
    public var confidence: Double
    /// What to look at.
    public var regionInImage: Region?
    /// The path so far, oldest first; empty where nothing moves.
    public var track: [TrackPoint]
    /// The storey it came from, when floor lines are known.
    public var origin: FloorEstimate?
    /// Whether it is a test: kept, and never delivered to those who would act on it.
    public var isTest = false
    /// What else there is to say, in plain words for people.
    public var detail: String?

    /// A report on incident number `incident`.
    public init(
        kind: AlarmKind, incident: Int, stage: Stage, start: Double, end: Double, detected: Double, confidence: Double,
        regionInImage: Region? = nil, track: [TrackPoint] = [], origin: FloorEstimate? = nil
    ) {
        self.kind = kind
        self.incident = incident
        self.stage = stage
        self.start = start
        self.end = end
        self.detected = detected
        self.confidence = confidence
        self.regionInImage = regionInImage
        self.track = track
        self.origin = origin
    }
}
