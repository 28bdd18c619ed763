public import Detectors
public import VideoCore

/// What one camera looks for; nil or false: not named in the file.
public struct DetectorSettings: Hashable, Sendable {
    /// `thrown-object`.
    public var thrownObject: ThrownObjectSettings?
    /// `thrown-object.shields`: masked in everything stored or shown.
    public var shields: [Polygon] = []
    /// `thrown-object.selfTest.at`: minutes after local midnight from which it is tested each day; nil: never.
    public var selfTestMinute: Int? = defaultSelfTestMinute
    /// `ebike`.
    public var ebike: EBikeSettings?
    /// `ebike.schedule`: hours of it alone, in place of the camera's.
    public var ebikeSchedule: [AlarmRules.Watch]?
    /// `fire` and `smoke`, those that are named.
    public var fireSmoke: FireSmokeSettings?
    /// `fire.schedule` and `smoke.schedule`: hours of these alone, in place of the camera's.
    public var hazardSchedules: [Hazard: [AlarmRules.Watch]] = [:]
    /// `quality`.
    public var quality = false

    /// 03:00: the facade is at its darkest and hardly anybody is about.
    public static let defaultSelfTestMinute = 180

    /// None.
    public init() {}

    /// How many detectors are named.
    public var count: Int {
        (thrownObject == nil ? 0 : 1) + (ebike == nil ? 0 : 1) + (fireSmoke?.watched.count ?? 0)
            + (quality ? 1 : 0)
    }
}
