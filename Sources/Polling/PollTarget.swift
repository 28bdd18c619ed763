import Ledger
public import VideoStreams

/// One device to be polled, and how its picture is got.
public struct PollTarget: Sendable {
    /// The device, by id.
    public var device: String
    /// The recorder it hangs on, by id.
    public var recorder: String?
    /// How it is reached; nil where it is under analysis, and judged from pictures that are decoded anyway.
    public var stream: StreamSettings?
    /// Streams that its recorder gives at a time for polling.
    public var maxSessions: Int

    /// The device `device`.
    public init(device: String, recorder: String? = nil, stream: StreamSettings?, maxSessions: Int = 1) {
        self.device = device
        self.recorder = recorder
        self.stream = stream
        self.maxSessions = maxSessions
    }

    /// What shares one limit of connections: the recorder, or the host.
    var group: String { recorder ?? stream?.address.authority ?? device }
}

/// Whether a channel shows a sign of life.
public enum SignOfLife: Hashable, Sendable {
    /// It answers.
    case up
    /// It does not, because of this failure code.
    case down(String)
    /// Nothing can be said.
    case none

    /// What a failure says: who refuses a password or has no room for another session is there; whose stream just ended may
    /// be or not.
    public init(_ code: StreamFailure.Code) {
        switch code {
        case .unauthorized, .busy, .noPacket, .noKeyframe, .undecodable, .noVideo: self = .up
        case .notFound, .refused, .noRoute, .unknownHost, .connectTimeout, .wrongProtocol, .tls, .redirected,
            .invalidAddress, .other:
            self = .down(code.rawValue)
        case .stalled, .ended, .stopped: self = .none
        }
    }

    /// Whether the failure tells that nothing at all is reached at this address, so that other channels need not be tried.
    static func isOfWholeAddress(_ code: StreamFailure.Code) -> Bool {
        [.refused, .noRoute, .unknownHost, .connectTimeout].contains(code)
    }
}
