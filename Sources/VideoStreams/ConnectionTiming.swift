/// How long each step of a connection may take, in seconds.
public struct ConnectionTiming: Hashable, Sendable {
    /// From the first datagram to an agreed session.
    public var connect = 5.0
    /// From the session to the first packet of video.
    public var firstPacket = 10.0
    /// From the session to the first packet that decoding can start at.
    public var firstKeyframe = 30.0
    /// Between two packets.
    public var stall = 5.0
    /// Shortest and longest upper bound of the pause between two attempts.
    public var pause = 1.0...60.0

    /// The defaults.
    public init() {}
}
