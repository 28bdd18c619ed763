public import VideoCore

/// What is wrong with one setting, said so that it can be put right.
public struct SettingMistake: Hashable, Sendable, CustomStringConvertible {
    /// Path of the key below the settings it was found in, such as `cooldown.fire`.
    public let key: String
    /// What is wrong.
    public let problem: String
    /// What to write instead.
    public let remedy: String

    /// A mistake at `key`.
    public init(key: String, problem: String, remedy: String) {
        self.key = key
        self.problem = problem
        self.remedy = remedy
    }

    /// One line for people.
    public var description: String { "\(key): \(problem); \(remedy)" }
}

/// When and how loudly one camera may ring.
public struct AlarmSettings: Hashable, Sendable {
    /// Seconds after an alarm of a kind in which a further incident of that kind joins it instead of ringing again.
    ///
    /// Thrown objects: 3 s, a handful thrown together is one alarm. All others: 0, their detectors already wait before
    /// they call an incident over, and an incident that outlives a cooldown would ring late.
    public var cooldown: [AlarmKind: Double] = [.thrownObject: 3]
    /// 1 is the most urgent, 4 the least; kinds left out have ``defaultPriorities``.
    public var priorities: [AlarmKind: Int] = [:]
    /// Seconds between two updates of one alarm, at least.
    public var updateInterval: Double = 1
    /// When the camera may ring for what it sees; device faults ring at any hour.
    public var schedule: WeeklySchedule = .always
    /// Hours of single kinds, device faults included, in place of `schedule`.
    public var scheduleByKind: [AlarmKind: WeeklySchedule] = [:]

    /// Fire first, then what endangers people or blinds the district, then what only spoils a picture.
    public static let defaultPriorities: [AlarmKind: Int] = [
        .fire: 1, .smoke: 1, .thrownObject: 2, .ebikeInElevator: 2, .deviceOffline: 3, .pictureQuality: 4,
    ]

    /// The defaults: rings at any hour.
    public init() {}

    /// How urgent `kind` is, 1…4.
    public func priority(of kind: AlarmKind) -> Int {
        min(max(priorities[kind] ?? Self.defaultPriorities[kind] ?? 2, 1), 4)
    }

    /// The hours that hold for `kind`.
    public func schedule(of kind: AlarmKind) -> WeeklySchedule {
        if let own = scheduleByKind[kind] { return own }
        return kind == .deviceOffline || kind == .pictureQuality ? .always : schedule
    }

    /// Every mistake in these settings; none when they can be used.
    public func validate() -> [SettingMistake] {
        var mistakes: [SettingMistake] = []
        for kind in AlarmKind.allCases {
            if let seconds = cooldown[kind], !(0...86_400).contains(seconds) {
                mistakes.append(
                    SettingMistake(
                        key: "cooldown.\(kind.rawValue)", problem: "\(seconds) s is out of range",
                        remedy: "give seconds from 0 to 86400"))
            }
            if let priority = priorities[kind], !(1...4).contains(priority) {
                mistakes.append(
                    SettingMistake(
                        key: "priorities.\(kind.rawValue)", problem: "there is no priority \(priority)",
                        remedy: "give 1 (most urgent) to 4"))
            }
            mistakes += scheduleByKind[kind]?.validate(key: "schedules.\(kind.rawValue)") ?? []
        }
        if !(0...3600).contains(updateInterval) {
            mistakes.append(
                SettingMistake(
                    key: "updateInterval", problem: "\(updateInterval) s is out of range",
                    remedy: "give seconds from 0 to 3600"))
        }
        return mistakes + schedule.validate(key: "schedule")
    }
}
