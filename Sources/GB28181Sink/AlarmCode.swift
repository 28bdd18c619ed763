public import Alarms
import VideoCore

/// What an alarm is called in GB/T 28181 (annex A.2.5).
public struct AlarmCode: Hashable, Sendable {
    /// `AlarmMethod`: 2 device, 5 video, 6 fault of a device, 7 other.
    public var method: Int
    /// `AlarmType`, whose meaning depends on the method; nil: none is sent.
    public var type: Int?
    /// `EventType`, for an intrusion: 1 entering, 2 leaving; nil: none is sent.
    public var eventType: Int?
    /// `AlarmPriority`, 1…4; nil: the alarm's own.
    public var priority: Int?

    /// The code of `method` and `type`.
    public init(method: Int, type: Int? = nil, eventType: Int? = nil, priority: Int? = nil) {
        self.method = method
        self.type = type
        self.eventType = eventType
        self.priority = priority
    }
}

/// What an alarm can be about, as far as GB/T 28181 can tell it apart.
public enum AlarmSubject: String, CaseIterable, Hashable, Sendable {
    /// Something thrown or fallen.
    case thrownObject = "thrown-object"
    /// An e-bike in a lift.
    case ebikeInElevator = "ebike-in-elevator"
    /// Flames.
    case fire
    /// Smoke.
    case smoke
    /// No stream.
    case deviceOffline = "device-offline"
    /// A picture of no use.
    case pictureQuality = "picture-quality"
    /// A picture of no use because the view is covered.
    case covered

    /// What `data` is about.
    public init(_ data: AlarmData) {
        // An event tells the fault of a picture in words alone.
        let isCovered = data.kind == .pictureQuality && data.detail?.contains("view is covered") == true
        self = isCovered ? .covered : AlarmSubject(rawValue: data.kind.rawValue) ?? .pictureQuality
    }

    /// The code where the configuration gives none. The standard has none for things thrown, e-bikes and fire: they go
    /// as fast motion, as an intrusion, and as motion.
    public func code(in version: GB28181Settings.Version) -> AlarmCode {
        switch self {
        case .thrownObject: AlarmCode(method: 5, type: 12)
        case .ebikeInElevator: AlarmCode(method: 5, type: 6, eventType: 1)
        case .fire, .smoke: AlarmCode(method: 5, type: 2)
        case .deviceOffline: AlarmCode(method: 2, type: 1)
        case .pictureQuality: AlarmCode(method: 5, type: 11)
        // The edition of 2016 knows no covered view.
        case .covered: AlarmCode(method: 5, type: version == .edition2022 ? 13 : 11, priority: 3)
        }
    }

    /// What people in a security centre call it.
    var words: String {
        switch self {
        case .thrownObject: "高空抛物"
        case .ebikeInElevator: "电动车进电梯"
        case .fire: "疑似火情"
        case .smoke: "疑似烟雾"
        case .deviceOffline: "视频丢失"
        case .pictureQuality: "视频质量异常"
        case .covered: "镜头遮挡"
        }
    }
}
