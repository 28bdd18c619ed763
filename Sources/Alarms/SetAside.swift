/// An event that a far end has looked at and refused, while it takes others.
public struct SetAside: Hashable, Sendable {
    /// The consumer that refused it.
    public let consumer: String
    /// The event.
    public let event: StoredEvent
    /// How often it was refused.
    public let tries: Int
    /// When it is offered again; nil: no more, it is a dead letter.
    public let nextTry: Timestamp?
    /// What the far end said last.
    public let reason: String
}

/// When an event that was refused is offered again.
public struct RefusalSchedule: Hashable, Sendable {
    /// Seconds from one refusal to the next try; behind the last of them the event is a dead letter.
    ///
    /// Short ones first: what refuses one event may be busy with itself. The last of them lets somebody mend it.
    public var pauses: [Double] = [5, 30, 300, 1800]

    /// Five tries within some 36 minutes.
    public init() {}

    /// When an event that was refused `tries` times, now for the last time, is offered again; nil when no more.
    public func nextTry(after tries: Int, now: Timestamp) -> Timestamp? {
        guard pauses.indices.contains(tries - 1) else { return nil }
        return Timestamp(milliseconds: now.milliseconds + Int64(pauses[tries - 1] * 1000))
    }
}
