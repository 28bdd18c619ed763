/// Why a far end has not all events it was handed, from a sink that knows more than that it failed.
///
/// Any other error a sink throws means the same as one of these with nothing delivered and nobody to blame but the way.
public struct DeliveryFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is at fault.
    public enum Fault: Hashable, Sendable {
        /// The way there, or the far end as a whole: everything is offered again, in order.
        case farEnd
        /// The event behind those delivered: the far end took it in, looked at it and refused it for good. It is set
        /// aside, and what comes behind it goes on.
        case event
    }

    /// How many of the events handed over, counted from the first, the far end has for certain.
    public var delivered: Int
    /// What is at fault.
    public var fault: Fault
    /// Why, in words for people, with what to do about it. Never holds a password, a token or a key.
    public var reason: String
    /// Seconds that the far end asks to be left alone for; nil where it does not say.
    public var retryAfter: Double?

    /// The far end has `delivered` events, and no more for `reason`.
    public init(delivered: Int = 0, fault: Fault = .farEnd, reason: String, retryAfter: Double? = nil) {
        self.delivered = delivered
        self.fault = fault
        self.reason = reason
        self.retryAfter = retryAfter
    }

    /// The reason.
    public var description: String { reason }
}
