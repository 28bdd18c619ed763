/// How far people have got with an alarm. The raw values are those of events and of the HTTP interface.
public enum HandlingState: String, CaseIterable, Codable, Hashable, Sendable {
    /// Nobody has said anything yet.
    case new
    /// A person has seen it.
    case acknowledged
    /// It was what it said.
    case confirmed
    /// It was not.
    case falseAlarm = "false"
    /// It was dealt with; nothing is said of it any more.
    case closed
    /// It is a part of another alarm, under which everything else is said.
    case merged
}

/// One thing that a person has done about an alarm.
public struct AlarmHandling: Codable, Hashable, Sendable {
    /// What was done.
    public var state: HandlingState
    /// Who did it.
    public var by: String
    /// The unit they belong to.
    public var unit: String?
    /// When.
    public var at: Timestamp
    /// What they had to say.
    public var comment: String?
    /// Of a merge, the alarm that goes on.
    public var into: AlarmID?
    /// Of a merge, the alarm that became a part of it; only in what is kept of the one that goes on.
    public var from: AlarmID?

    /// Characters of a name at most.
    public static let nameLimit = 200
    /// Characters of a comment at most.
    public static let commentLimit = 4000
    /// Seconds within which the same, said by the same person, is taken for a repetition.
    public static let repetitionSeconds = 60.0

    /// `by` did it at `at`. An empty comment is none.
    public init(_ state: HandlingState, by: String, unit: String? = nil, at: Timestamp, comment: String? = nil) {
        self.state = state
        self.by = by
        self.unit = unit
        self.at = at
        self.comment = comment?.isEmpty == true ? nil : comment
    }

    /// Whether this only says again what `earlier` said, as after a lost answer.
    func repeats(_ earlier: AlarmHandling) -> Bool {
        var other = earlier
        other.at = at
        let apart = Double(abs(at.milliseconds - earlier.at.milliseconds)) / 1000
        return self == other && apart <= Self.repetitionSeconds
    }
}

extension Sequence<AlarmHandling> {
    /// Where an alarm stands after these, oldest first: the last word counts, but that somebody has seen it takes
    /// nothing back, nor does it when another alarm joins this one.
    public var state: HandlingState {
        reduce(.new) { state, next in
            if next.from != nil || next.state == .acknowledged && state != .new { return state }
            return next.state
        }
    }
}

extension AlarmEvent {
    /// The event that tells of `handling`, the alarm's `number`th, made of the newest event of the alarm.
    ///
    /// All else stays as it is, but for what a loudspeaker would say: that is said once.
    init(_ handling: AlarmHandling, number: Int, after latest: AlarmEvent) {
        self = latest
        id = "\(latest.data.alarmID)-handling-\(number)"
        data.phase = .update
        data.prompt = nil
        data.handling = handling
        data.committedAt = handling.at
    }
}
