/// Which clips of alarms are kept.
public struct ClipSettings: Hashable, Sendable {
    /// Seconds before the incident.
    public var before: Double = 15
    /// Seconds after it.
    public var after: Double = 30
    /// Whether the clip is kept as the camera sent it, encrypted.
    public var raw = true
    /// Whether it is kept with shields masked, for people to look at.
    public var masked = true
    /// Seconds that one clip lasts at most, however long its incident.
    public var longest: Double = 180
    /// Clips under way at the same time, recorded, waiting or being encoded; further alarms go without.
    public var limit = 8

    /// 15 s before to 30 s after, raw and masked.
    public init() {}
}

/// Why a clip was not made.
public enum ClipLoss: String, CaseIterable, Hashable, Sendable {
    /// Too many were under way.
    case busy
    /// Too little disk is free.
    case disk
    /// The ring did not hold the video of the incident.
    case gone
    /// It could not be written, decoded or encoded.
    case failed
    /// The program was stopped before it was done.
    case stopped
}

/// What whoever runs the recorder must say aloud; told once when it begins, not at every alarm.
public enum ClipTrouble: Hashable, Sendable {
    /// Alarms go without clips from now on, for this reason.
    case lost(ClipLoss, detail: String)
    /// Clips are stored again.
    case recovered
}
