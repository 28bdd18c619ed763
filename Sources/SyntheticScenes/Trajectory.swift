/// The path of a thing in the air: gravity and, where it has a terminal speed, quadratic drag.
///
/// Integrated by the classical Runge–Kutta method in steps of a millisecond, which is exact without drag.
public struct Trajectory: Sendable {
    /// Where a thing is and how it moves.
    public struct State: Hashable, Sendable {
        /// Metres, in the space of ``PinholeCamera``.
        public var position: SIMD3<Double>
        /// Metres per second.
        public var velocity: SIMD3<Double>
    }

    /// Acceleration of free fall, in m/s².
    public static let gravity = 9.81
    private static let step = 0.001

    private let states: [State]
    /// Seconds from release to the ground.
    public let duration: Double

    /// The path from `start` with `velocity` until the ground or, at the latest, 60 s after release.
    ///
    /// `terminalSpeed` in m/s is the speed at which drag balances gravity; nil: no air.
    public init(start: SIMD3<Double>, velocity: SIMD3<Double>, terminalSpeed: Double? = nil) {
        var state = State(position: start, velocity: velocity)
        var states = [state]
        while states.count < 60_000 {
            state = Self.advance(state, terminalSpeed: terminalSpeed)
            states.append(state)
            if state.position.y <= 0 { break }
        }
        self.states = states
        duration = Self.landing(of: states)
    }

    /// State at `seconds` after release; nil before release and after landing.
    public func state(at seconds: Double) -> State? {
        guard seconds >= 0, seconds <= duration else { return nil }
        let place = seconds / Self.step
        let index = min(Int(place), states.count - 2)
        let share = place - Double(index)
        let (from, to) = (states[index], states[index + 1])
        return State(
            position: from.position + (to.position - from.position) * share,
            velocity: from.velocity + (to.velocity - from.velocity) * share)
    }

    /// The highest point reached, in metres above the ground.
    public var apex: Double { states.lazy.map(\.position.y).max() ?? 0 }

    private static func landing(of states: [State]) -> Double {
        let last = states.count - 1
        guard last > 0, states[last].position.y < 0, states[last - 1].position.y > 0 else { return Double(last) * step }
        let share = states[last - 1].position.y / (states[last - 1].position.y - states[last].position.y)
        return (Double(last - 1) + share) * step
    }

    private static func advance(_ state: State, terminalSpeed: Double?) -> State {
        let (p, v, h) = (state.position, state.velocity, step)
        let a1 = acceleration(v, terminalSpeed)
        let v2 = v + a1 * (h / 2)
        let a2 = acceleration(v2, terminalSpeed)
        let v3 = v + a2 * (h / 2)
        let a3 = acceleration(v3, terminalSpeed)
        let v4 = v + a3 * h
        let a4 = acceleration(v4, terminalSpeed)
        let meanVelocity = (v + 2 * v2 + 2 * v3 + v4) / 6
        let meanAcceleration = (a1 + 2 * a2 + 2 * a3 + a4) / 6
        return State(position: p + meanVelocity * h, velocity: v + meanAcceleration * h)
    }

    private static func acceleration(_ velocity: SIMD3<Double>, _ terminalSpeed: Double?) -> SIMD3<Double> {
        let down = SIMD3(0, -gravity, 0)
        guard let terminalSpeed else { return down }
        let speed = (velocity * velocity).sum().squareRoot()
        return down - velocity * (gravity * speed / (terminalSpeed * terminalSpeed))
    }
}
