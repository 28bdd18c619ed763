/// Decides whether the door of a lift is to be held open while an e-bike is in it.
///
/// Pure: takes the time, returns what to do. Fail-open: it holds only while nothing is in doubt, lets go at the first
/// doubt, and never holds twice for one alarm.
public struct DoorHold: Sendable {
    /// Why the door is let go.
    public enum Reason: String, CaseIterable, Hashable, Sendable {
        /// The alarm is over.
        case alarmOver = "the alarm is over"
        /// A person said so.
        case command = "released by command"
        /// It was held for as long as it may be.
        case tooLong = "held for 120 s, the longest allowed"
        /// Fire service mode is signalled, or its signal cannot be read.
        case fireService = "fire service mode, or its signal cannot be read"
        /// The camera gives no picture.
        case cameraLost = "the camera gives no picture"
        /// The clock was set, or the program stood still.
        case clock = "the clock was set, or the program stood still"
        /// What holds the door does not do as it is told.
        case outputFailed = "what holds the door does not do as it is told"
        /// The program ends.
        case stopping = "the program ends"
    }

    /// What to do about the door.
    public enum Action: Hashable, Sendable {
        /// Nothing.
        case none
        /// Begin to hold.
        case hold
        /// Hold on: say so again, or the watchdog lets go.
        case keep
        /// Let go.
        case release(Reason)
    }

    /// What is known of the surroundings.
    public struct Surroundings: Hashable, Sendable {
        /// Whether pictures of the camera arrive.
        public var cameraIsThere = true
        /// Whether the lift is in fire service mode, or that cannot be told.
        public var fireServiceIsOn = false
        /// Whether what holds the door does as it is told.
        public var outputWorks = true
        /// Whether a person asked for the door's release.
        public var releaseIsAsked = false

        /// All is well.
        public init() {}
    }

    /// Seconds for which the door is held at most.
    public static let longest = 120.0
    /// Seconds by which civil and monotonic time may drift apart from one step to the next.
    static let clockTolerance = 2.0
    /// Seconds from one step to the next after which the program stood still.
    static let longestStep = 3.0

    private var held: (alarm: String, since: Double)?
    private var open: [String] = []
    private var spent: Set<String> = []
    private var last: (now: Double, civil: Double)?

    /// Nothing is held.
    public init() {}

    /// Whether the door is held.
    public var isHeld: Bool { held != nil }
    /// The alarm that the door is held for.
    public var heldFor: String? { held?.alarm }

    /// An alarm has been raised.
    public mutating func alarmOpened(_ alarm: String) {
        if !open.contains(alarm), !spent.contains(alarm) { open.append(alarm) }
    }

    /// An alarm is over.
    public mutating func alarmClosed(_ alarm: String) { open.removeAll { $0 == alarm } }

    /// To be called several times a second. `now` is monotonic and `civil` civil time, in seconds.
    public mutating func step(now: Double, civil: Double, _ surroundings: Surroundings) -> Action {
        let doubt = doubt(now: now, civil: civil, surroundings)
        last = (now, civil)
        if let held {
            if let doubt { return release(doubt) }
            if now - held.since >= Self.longest { return release(.tooLong) }
            return open.contains(held.alarm) ? .keep : release(.alarmOver)
        }
        // What came up in doubt is not held later: by then nobody knows what stands in the door.
        guard doubt == nil, let alarm = open.first(where: { !spent.contains($0) }) else {
            if doubt != nil { spent.formUnion(open) }
            return .none
        }
        held = (alarm, now)
        return .hold
    }

    /// For how long whoever is told at `now` may go on holding without hearing more, and for what; nil while nothing is held.
    public func lease(now: Double) -> DoorLease? {
        held.map { DoorLease(alarm: $0.alarm, seconds: min(DoorLease.longest, Int($0.since + Self.longest - now))) }
    }

    /// Lets go at once, if it holds.
    public mutating func stop() -> Action { held == nil ? .none : release(.stopping) }

    private func doubt(now: Double, civil: Double, _ surroundings: Surroundings) -> Reason? {
        if surroundings.fireServiceIsOn { return .fireService }
        if surroundings.releaseIsAsked { return .command }
        if !surroundings.outputWorks { return .outputFailed }
        if !surroundings.cameraIsThere { return .cameraLost }
        guard let last else { return .clock }
        let (step, civilStep) = (now - last.now, civil - last.civil)
        let isSteady = step >= 0 && step <= Self.longestStep && abs(civilStep - step) <= Self.clockTolerance
        return isSteady ? nil : .clock
    }

    private mutating func release(_ reason: Reason) -> Action {
        spent.formUnion(open)
        if let held { spent.insert(held.alarm) }
        // Old alarms do not come back; they need not be remembered for ever.
        if spent.count > 256 { spent = Set(open) }
        held = nil
        return .release(reason)
    }
}
