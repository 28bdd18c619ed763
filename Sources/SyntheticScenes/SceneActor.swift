/// Something that moves or changes in a scene.
///
/// An actor is a pure function of media time: it keeps no state between pictures, so any picture can be drawn alone.
public protocol SceneActor: Sendable {
    /// Draws the actor as it is while the shutter is open around `mediaTime` (seconds).
    func draw(on canvas: borrowing Canvas, at mediaTime: Double)

    /// What kind of thing it is, for the ground truth.
    var kind: ActorKind { get }

    /// The path through the air, for actors of which a test wants the exact place.
    var flight: Flight? { get }
}

extension SceneActor {
    /// No path by default.
    public var flight: Flight? { nil }
}

/// Kinds of actors; only `fall` must ring.
public enum ActorKind: String, CaseIterable, Hashable, Sendable {
    /// Something thrown or fallen from the facade.
    case fall
    /// A ball thrown up from the ground, which comes down again.
    case ballUp = "ball-up"
    /// A bird in flight.
    case bird
    /// An insect close to the lens.
    case insect
    /// A leaf or a sheet of paper.
    case leaf
    /// Rain.
    case rain
    /// Snow.
    case snow
    /// Laundry or a curtain in the wind.
    case laundry
    /// A tree in the wind.
    case tree
    /// Light switched in a window.
    case windowLight = "window-light"
    /// The camera changes its exposure.
    case exposureStep = "exposure-step"
    /// The camera switches between colour and infrared.
    case infraredSwitch = "infrared-switch"
    /// Water that drips.
    case drip
    /// A window cleaner's cradle.
    case cradle
    /// A drone.
    case drone
    /// Someone on a balcony.
    case person
}

/// The exact path of one thrown thing.
public struct Flight: Sendable {
    /// Media time of release, in seconds.
    public let start: Double
    /// The path from then on.
    public let trajectory: Trajectory
    let sweep: @Sendable (_ mediaTime: Double, _ exposure: Double, _ camera: PinholeCamera) -> Sweep?
}
