public import Foundation
public import VideoCore

/// What an alarm must know of the camera it comes from.
public struct CameraContext: Hashable, Sendable {
    /// Name of the site.
    public var site: String
    /// The time zone in which the site's schedules are written.
    public var timeZone: TimeZone = .gmt
    /// The camera, as events name it.
    public var camera: AlarmCamera
    /// Where it looks.
    public var place: AlarmPlace = AlarmPlace()
    /// What is pixelated in everything stored or shown.
    public var shields: [Polygon] = []
    /// When and how loudly it may ring.
    public var settings: AlarmSettings = AlarmSettings()
    /// The trained model behind each kind, where there is one.
    public var models: [AlarmKind: ModelReference] = [:]
    /// What a loudspeaker is to say when an alarm of each kind opens.
    public var prompts: [AlarmKind: String] = [:]
    /// File name, when a folder of stills is analysed.
    public var input: String?
    /// Whether its alarms are drills.
    public var isTest: Bool = false

    /// The camera `camera` of `site`, with defaults for the rest.
    public init(site: String, camera: AlarmCamera) {
        self.site = site
        self.camera = camera
    }

    /// The name of the camera.
    public var cameraID: CameraID { CameraID(camera.id) }
}

/// When a finding was made: the two clocks of the frame that settled it.
public struct FindingMoment: Hashable, Sendable {
    /// Seconds on the stream's clock.
    public var mediaTime: Double
    /// Civil time of the same picture.
    public var wallTime: WallTime
    /// When that picture arrived here; nil where there is none.
    public var receivedAt: ContinuousClock.Instant?

    /// Where no frame is at hand: a camera that is gone, a stream that has ended.
    public init(mediaTime: Double, wallTime: WallTime) {
        self.mediaTime = mediaTime
        self.wallTime = wallTime
    }

    /// The moment of `frame`.
    public init(_ frame: Frame) {
        self.init(mediaTime: frame.mediaTime, wallTime: frame.wallTime)
        receivedAt = frame.receivedAt
    }

    /// Civil time of another moment of the same stream.
    public func wallTime(atMediaTime other: Double) -> WallTime {
        wallTime.advanced(by: other.isFinite ? other - mediaTime : 0)
    }
}

/// The way from findings to events for one camera: policy, then the event's value. Used alone where nothing is stored.
public struct CameraAlarms: Sendable {
    /// The camera. May change, as a reloaded configuration does; open alarms go on.
    public var context: CameraContext {
        didSet {
            policy.context = context
            tests.context = context.forTests
        }
    }
    /// What has been decided so far.
    public private(set) var policy: AlarmPolicy
    /// Tests have a policy of their own: a real event must never join one, nor fall into its cooldown.
    private var tests: AlarmPolicy

    /// No alarm is open yet.
    public init(_ context: CameraContext) {
        self.context = context
        policy = AlarmPolicy(context)
        tests = AlarmPolicy(context.forTests)
    }

    /// The events that `finding` makes, oldest first; none when the policy refuses it.
    public mutating func events(for finding: Finding, at moment: FindingMoment) -> [AlarmEvent] {
        let start = moment.wallTime(atMediaTime: finding.start)
        if finding.isTest { return events(tests.admit(finding, start: start, now: moment.wallTime)) }
        return events(policy.admit(finding, start: start, now: moment.wallTime))
    }

    /// The events that add `words` to an alarm that is open; none when it is not.
    mutating func remark(_ alarm: AlarmID, _ words: String, now: WallTime) -> [AlarmEvent] {
        events(policy.remark(alarm, words, now: now))
    }

    /// Goes on with an alarm that an earlier run left open.
    mutating func resume(_ alarm: AdmittedFinding, now: WallTime) { policy.resume(alarm, now: now) }

    /// The camera's detectors are gone: closes what they left open.
    public mutating func closeAll() -> [AlarmEvent] { events(policy.closeAll() + tests.closeAll()) }

    private func events(_ actions: [AlarmAction]) -> [AlarmEvent] {
        actions.compactMap { action in
            guard case .raise(let admitted) = action else { return nil }
            return AlarmEvent(admitted, context)
        }
    }
}

extension CameraContext {
    /// The same camera for tests, which are kept at any hour and never joined.
    fileprivate var forTests: CameraContext {
        var context = self
        context.isTest = true
        context.settings.schedule = .always
        context.settings.scheduleByKind = [:]
        context.settings.cooldown = [:]
        return context
    }
}
