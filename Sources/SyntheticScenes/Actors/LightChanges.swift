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
