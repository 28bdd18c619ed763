public import VideoCore

/// What the fire and smoke detector looks for.
public enum Hazard: String, CaseIterable, Hashable, Sendable {
    /// Flames.
    case fire
    /// Smoke.
    case smoke

    /// What it rings as.
    public var alarmKind: AlarmKind { self == .fire ? .fire : .smoke }

    /// Looks that count for a vote, and how many of them must show it: flames 3 of 4 s, smoke 6 of 10 s.
    var vote: (of: Int, needed: Int) { self == .fire ? (8, 6) : (20, 12) }
}

/// What the detector is told about one camera.
public struct FireSmokeSettings: Hashable, Sendable {
    /// What it looks for, and for each what lies where it is never looked for: stoves, shrines, lamps.
    public var excluded: [Hazard: [Polygon]]

    /// Fire and smoke, in the whole picture.
    public init() { self.init(excluded: [.fire: [], .smoke: []]) }

    /// The hazards that are keys of `excluded`, outside its polygons.
    public init(excluded: [Hazard: [Polygon]]) { self.excluded = excluded }

    /// The hazards looked for.
    public var watched: Set<Hazard> { Set(excluded.keys) }
}
