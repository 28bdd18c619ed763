/// How media packets travel from an RTSP server.
public enum RTSPTransport: String, CaseIterable, Hashable, Sendable {
    /// Interleaved in the RTSP connection: survives firewalls and loses nothing on the way.
    case tcp
    /// Datagrams on ports of their own.
    case udp
}

/// How to reach one camera and how much of its stream to hold.
public struct StreamSettings: Hashable, Sendable {
    /// Where the stream is.
    public var address: StreamAddress
    /// Only for RTSP.
    public var transport: RTSPTransport = .tcp
    /// Seconds of compressed video kept, for catching up and for evidence.
    public var bufferSeconds: Double = 30
    /// Bytes of compressed video kept at most.
    public var bufferBytes: Int = 48 << 20

    /// The defaults for `address`.
    public init(address: StreamAddress) { self.address = address }
}
