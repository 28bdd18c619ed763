public import VideoCore

/// What one self-test of one camera came to.
public struct SelfTestReport: Hashable, Sendable {
    /// One height that a ball was let fall from.
    public struct Storey: Hashable, Sendable {
        /// The storey.
        public var floor: Int
        /// Whether the detector rang for the ball.
        public var seen: Bool
        /// Diameter of the ball at its release, in pixels.
        public var pixels: Double
        /// Falls that it took: a second one where the first was not seen.
        public var attempts: Int
        /// The storey that the detector named.
        public var namedFloor: Int?
        /// Why it was not seen.
        public var fault: SelfTestFault?

        /// A storey that was tried `attempts` times.
        public init(
            floor: Int, seen: Bool, pixels: Double, attempts: Int, namedFloor: Int? = nil,
            fault: SelfTestFault? = nil
        ) {
            self.floor = floor
            self.seen = seen
            self.pixels = pixels
            self.attempts = attempts
            self.namedFloor = namedFloor
            self.fault = fault
        }
    }

    /// When it ended.
    public var wallTime: WallTime
    /// The heights, highest first; empty where nothing could be tried.
    public var storeys: [Storey]
    /// Why it failed; nil when it passed.
    public var fault: SelfTestFault?

    /// A report on `storeys`; the first fault among them is that of the whole.
    public init(wallTime: WallTime, storeys: [Storey], fault: SelfTestFault? = nil) {
        self.wallTime = wallTime
        self.storeys = storeys
        self.fault = fault ?? storeys.lazy.filter { !$0.seen }.map { $0.fault ?? .overlooked }.first
    }

    /// Whether a 10 cm object would have been seen from every height.
    public var passed: Bool { fault == nil }

    /// One line for each storey, for people.
    public var lines: [String] {
        storeys.map { storey in
            let question = "a 10 cm object from floor \(storey.floor) would have been seen: "
            guard storey.seen else {
                return question + "no (\(short(storey.pixels)) px): \((storey.fault ?? .overlooked).words)"
            }
            let named = storey.namedFloor.map { "floor \($0) named" } ?? "no floor named"
            return question + "yes (\(short(storey.pixels)) px, \(named))"
        }
    }

    /// The failure in one sentence, for an alarm; nil when it passed.
    public var complaint: String? {
        guard let fault else { return nil }
        let floors = storeys.filter { !$0.seen }.map { "\($0.floor)" }
        let which = floors.isEmpty ? "no fall can be tried" : "not seen from floor \(floors.joined(separator: ", "))"
        return "self-test with a 10 cm object: \(which): \(fault.words)"
    }
}
