import NIOCore

/// The connection that a request came on.
struct Connection: Sendable {
    let channel: any Channel
    /// Seconds in which somebody who has shown a token must have read some more of an answer.
    let patience: Double

    /// Who is at the other end.
    var address: String { channel.remoteAddress?.ipAddress ?? "local" }

    /// It is closed ``patience`` after so many seconds from now, unless somebody says otherwise before.
    func lasts(seconds: Double = 0) { tell(ConnectionEnd.Lease(seconds: seconds + patience)) }

    /// `action` is called once the other end is gone, or asks for nothing more; only the last one given is.
    func whenGone(_ action: @escaping @Sendable () -> Void) { tell(ConnectionEnd.Departure(action: action)) }

    /// Takes nothing more in: what is still under way from the other end is not wanted.
    func takesNoMore() { channel.close(mode: .input, promise: nil) }

    private func tell(_ event: any Sendable) { channel.triggerUserOutboundEvent(event, promise: nil) }
}
