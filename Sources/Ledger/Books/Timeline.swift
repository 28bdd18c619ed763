/// What is known of one device second by second: spans in order of time, without overlap, with nothing between them where
/// nobody looked.
public struct Timeline: Hashable, Sendable {
    /// Ordered, without overlap; only ``DeviceState/up`` and ``DeviceState/down``.
    public private(set) var spans: [Span] = []

    /// A timeline of what `observed` says, in the order in which it was written down.
    ///
    /// After a clock was put back some hours come twice: the later word counts, as the clock had been put right.
    public init(_ observed: some Sequence<Span>) {
        for span in observed where span.state != .unknown && !span.seconds.isEmpty { paint(span) }
    }

    private mutating func paint(_ span: Span) {
        if let last = spans.last, last.seconds.upperBound > span.seconds.lowerBound {
            spans = spans.flatMap { $0.without(span.seconds) }
            let place = spans.firstIndex { $0.seconds.lowerBound >= span.seconds.upperBound } ?? spans.endIndex
            spans.insert(span, at: place)
        } else {
            spans.append(span)
        }
    }

    /// Seconds of `period` in `state`.
    public func seconds(_ state: DeviceState, in period: Range<Int>) -> Int {
        guard state != .unknown else { return period.count - seconds(.up, in: period) - seconds(.down, in: period) }
        return spans(in: period).reduce(0) { $0 + ($1.state == state ? $1.seconds.clamped(to: period).count : 0) }
    }

    /// The spans that overlap `period`, found by halving: a device that flaps has ten thousand in a year.
    func spans(in period: Range<Int>) -> ArraySlice<Span> {
        let first = spans.firstIndex(halvingBy: { $0.seconds.upperBound > period.lowerBound })
        return spans[first...].prefix { $0.seconds.lowerBound < period.upperBound }
    }

    /// The state at `second`.
    public func state(at second: Int) -> DeviceState {
        spans.first { $0.seconds.contains(second) }?.state ?? .unknown
    }

    /// The state seen last before `end`; unknown where that is more than five minutes ago.
    public func lastState(before end: Int) -> DeviceState {
        guard let last = spans.last(where: { $0.seconds.lowerBound < end }), last.seconds.upperBound >= end - 300 else {
            return .unknown
        }
        return last.state
    }

    /// The state of each minute of `period`, which begins on a full minute: down where it was down for any part of it
    /// that is known, unknown where nothing is known.
    public func minutes(of period: Range<Int>) -> [DeviceState] {
        stride(from: period.lowerBound, to: period.upperBound, by: 60).map { begin in
            let minute = begin..<min(begin + 60, period.upperBound)
            if seconds(.down, in: minute) > 0 { return .down }
            return seconds(.up, in: minute) > 0 ? .up : .unknown
        }
    }

    /// The times in `period` in which the device was not seen up, with their causes; neighbours of the same state and
    /// cause are one.
    public func gaps(in period: Range<Int>) -> [Span] {
        var gaps: [Span] = []
        var reached = period.lowerBound
        func add(_ gap: Span) {
            guard !gap.seconds.isEmpty else { return }
            if let last = gaps.last, last.seconds.upperBound == gap.seconds.lowerBound, last.state == gap.state,
                last.cause == gap.cause
            {
                gaps[gaps.count - 1].seconds = last.seconds.lowerBound..<gap.seconds.upperBound
            } else {
                gaps.append(gap)
            }
        }
        for span in spans(in: period) {
            let part = span.seconds.clamped(to: period)
            guard !part.isEmpty else { continue }
            if part.lowerBound > reached { add(Span(reached..<part.lowerBound, .unknown)) }
            if span.state == .down { add(Span(part, .down, cause: span.cause)) }
            reached = part.upperBound
        }
        if reached < period.upperBound { add(Span(reached..<period.upperBound, .unknown)) }
        return gaps
    }
}

extension Span {
    /// What is left of it when `hole` is cut out.
    fileprivate func without(_ hole: Range<Int>) -> [Span] {
        guard seconds.overlaps(hole) else { return [self] }
        var parts: [Span] = []
        if seconds.lowerBound < hole.lowerBound {
            parts.append(Span(seconds.lowerBound..<hole.lowerBound, state, cause: cause))
        }
        if hole.upperBound < seconds.upperBound {
            parts.append(Span(hole.upperBound..<seconds.upperBound, state, cause: cause))
        }
        return parts
    }
}
