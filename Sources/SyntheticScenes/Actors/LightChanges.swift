/// A light that is switched on and off in one window.
public struct WindowLight: SceneActor {
    /// `windowLight`.
    public let kind = ActorKind.windowLight
    /// The window's glass.
    public var pane: Building.Pane
    /// Media times of switching, in seconds, rising; it is off before the first.
    public var switchedAt: [Double]
    /// What the lit glass looks like.
    public var colour: Colour

    /// A light behind `pane`.
    public init(pane: Building.Pane, switchedAt: [Double], colour: Colour = Colour(luma: 190, u: 112, v: 142)) {
        self.pane = pane
        self.switchedAt = switchedAt
        self.colour = colour
    }

    /// Whether it is on at `mediaTime`.
    public func isOn(at mediaTime: Double) -> Bool { switchedAt.count { $0 <= mediaTime } % 2 == 1 }

    /// Lights the glass while it is on.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        if isOn(at: mediaTime) { canvas.fill(pane.corners(), paint: .cover(colour)) }
    }
}

/// The camera's automatic exposure jumps: the whole picture becomes brighter or darker. Put it last.
public struct ExposureStep: SceneActor {
    /// `exposureStep`.
    public let kind = ActorKind.exposureStep
    /// Media times between which it lasts, in seconds.
    public var during: ClosedRange<Double>
    /// Factor of brightness.
    public var gain: Double

    /// A step by `gain`.
    public init(during: ClosedRange<Double>, gain: Double) {
        self.during = during
        self.gain = gain
    }

    /// Changes everything drawn so far.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        if during.contains(mediaTime) { canvas.scaleBrightness(by: gain) }
    }
}

/// The camera switches its infrared filter: a black flash while it moves, then a picture without colour in which the walls
/// are brighter and the sky is darker. Put it last.
public struct InfraredSwitch: SceneActor {
    /// `infraredSwitch`.
    public let kind = ActorKind.infraredSwitch
    /// Media times between which the picture is infrared, in seconds.
    public var during: ClosedRange<Double>
    /// Seconds that the filter takes to move.
    public var travel: Double

    /// Infrared from the start of `during` to its end.
    public init(during: ClosedRange<Double>, travel: Double = 0.16) {
        self.during = during
        self.travel = travel
    }

    /// Changes everything drawn so far.
    public func draw(on canvas: borrowing Canvas, at mediaTime: Double) {
        let sinceChange = min(abs(mediaTime - during.lowerBound), abs(mediaTime - during.upperBound))
        if during.contains(mediaTime) {
            canvas.removeColour()
            // The exposure settles within half a second.
            canvas.scaleBrightness(by: 0.8 + 0.3 * max(0, 1 - sinceChange / 0.5))
        }
        if sinceChange < travel / 2 { canvas.scaleBrightness(by: 0.25) }
    }
}
