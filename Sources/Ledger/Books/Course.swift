/// How a device did, second by second: without gap or overlap, what was exempt apart.
public struct Course: Hashable, Sendable {
    /// A stretch of it.
    public struct Stretch: Hashable, Sendable {
        /// In seconds since 1970.
        public var seconds: Range<Int>
        /// What was seen; nil: it need not have given a picture then, whatever was seen.
        public var state: DeviceState?
        /// Why it was down.
        public var cause: String?
    }

    /// In order; neighbours differ.
    public private(set) var stretches: [Stretch] = []

    /// What `timeline` tells of `period`, but for `exemptions`, which are in order and do not overlap.
    public init(_ timeline: Timeline, in period: Range<Int>, exemptions: [Range<Int>]) {
        var reached = period.lowerBound
        for exemption in exemptions.map({ $0.clamped(to: period) }) where !exemption.isEmpty {
            add(timeline, reached..<exemption.lowerBound)
            add(Stretch(seconds: exemption))
            reached = exemption.upperBound
        }
        add(timeline, reached..<period.upperBound)
    }

    private mutating func add(_ timeline: Timeline, _ period: Range<Int>) {
        var reached = period.lowerBound
        for span in timeline.spans(in: period) {
            let part = span.seconds.clamped(to: period)
            add(Stretch(seconds: reached..<part.lowerBound, state: .unknown))
            add(Stretch(seconds: part, state: span.state, cause: span.cause))
            reached = part.upperBound
        }
        add(Stretch(seconds: reached..<period.upperBound, state: .unknown))
    }

    private mutating func add(_ stretch: Stretch) {
        guard !stretch.seconds.isEmpty else { return }
        guard let last = stretches.last, last.state == stretch.state, last.cause == stretch.cause else {
            stretches.append(stretch)
            return
        }
        stretches[stretches.count - 1].seconds = last.seconds.lowerBound..<stretch.seconds.upperBound
    }
}

extension Registry {
    /// How `device` did in `period`, of which `timeline` tells; what exemptions that count cover is apart.
    public func course(of device: String, _ timeline: Timeline, in period: Range<Int>) -> Course {
        Course(timeline, in: period, exemptions: exemptSeconds(of: device))
    }
}
