public import Detectors
public import MQTTSink
public import VideoCore
public import WebhookSink

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
    /// `ebike.holdDoor`: by what the lift's door is held; nil: never.
    public var holdDoor: HoldDoor?
    /// `ebike.prompt`: what a loudspeaker is to say.
    public var prompt: String?
    /// `fire` and `smoke`, those that are named.
    public var fireSmoke: FireSmokeSettings?
    /// `fire.schedule` and `smoke.schedule`: hours of these alone, in place of the camera's.
    public var hazardSchedules: [Hazard: [AlarmRules.Watch]] = [:]
    /// `quality`.
    public var quality = false

    /// `ebike.holdDoor`.
    public struct HoldDoor: Hashable, Sendable {
        /// By what.
        public var output: Output
        /// File that says 1 in fire service mode; nil where there is no such signal.
        public var fireService: String?

        /// What holds a door.
        public enum Output: Hashable, Sendable {
            /// `relay`: a file that holds the door while it says 1.
            case relay(String)
            /// `mqtt`: a broker, and the topic that the lift's controller listens to.
            case mqtt(MQTTSettings, topic: String)
            /// `webhook`: the lift's controller.
            case webhook(WebhookSettings)
        }
    }

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
