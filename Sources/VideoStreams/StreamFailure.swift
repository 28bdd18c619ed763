/// Why a stream cannot be had, as one of a fixed set of reasons, each with advice for the installer.
public struct StreamFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reasons; the raw values are those of metrics and books.
    public enum Code: String, CaseIterable, Hashable, Sendable {
        /// 401 or 403.
        case unauthorized
        /// 404, or no such file.
        case notFound
        /// 453 or 503: the recorder has no room for another session.
        case busy
        /// Nothing listens on the port.
        case refused
        /// The network knows no way there.
        case noRoute
        /// The host name is not known.
        case unknownHost
        /// No connection in time.
        case connectTimeout
        /// Connected, but no packet of video came in time.
        case noPacket
        /// Packets came, but none that decoding can start at.
        case noKeyframe
        /// Packets stopped coming.
        case stalled
        /// The other side ended the stream.
        case ended
        /// Not video, or nothing of it can be decoded.
        case undecodable
        /// There is a stream, but no video in it.
        case noVideo
        /// Something answers, but not in the protocol of the address.
        case wrongProtocol
        /// TLS could not be agreed upon.
        case tls
        /// The other side sends Tocsin to another host, where it does not go.
        case redirected
        /// The address is none.
        case invalidAddress
        /// Tocsin itself is stopping.
        case stopped
        /// Anything else the other side or the system said.
        case other
    }

    /// The reason.
    public let code: Code
    /// What was seen, in a few words; never a password.
    public let detail: String

    /// The reason `code`, with what was seen.
    public init(_ code: Code, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }

    /// Reason, detail and advice as one line.
    public var description: String {
        detail.isEmpty ? "\(summary). \(advice)" : "\(summary) (\(detail)). \(advice)"
    }

    /// The reason in words.
    public var summary: String {
        switch code {
        case .unauthorized: "the camera refused the user name or password"
        case .notFound: "there is no stream at this path"
        case .busy: "the device has no room for another session"
        case .refused: "nothing listens on this port"
        case .noRoute: "the network has no route to this address"
        case .unknownHost: "the host name is not known"
        case .connectTimeout: "no answer to the attempt to connect"
        case .noPacket: "connected, but no video arrived"
        case .noKeyframe: "video arrived, but no picture that decoding can start at"
        case .stalled: "the video stopped arriving"
        case .ended: "the device ended the stream"
        case .undecodable: "this is not video that can be decoded"
        case .noVideo: "the stream holds no video"
        case .wrongProtocol: "what answers here does not speak this protocol"
        case .tls: "no secure connection could be agreed upon"
        case .redirected: "the device sends Tocsin to another host, or away from encryption, and it does not follow"
        case .invalidAddress: "the address is not valid"
        case .stopped: "stopped"
        case .other: "the stream failed"
        }
    }

    /// What to do about it.
    public var advice: String {
        switch code {
        case .unauthorized:
            "Check username and password; many devices lock an account after a few wrong tries, so wait before trying again."
        case .notFound:
            "Check path and channel: Hikvision /Streaming/Channels/101, Dahua /cam/realmonitor?channel=1&subtype=0, Uniview /video1."
        case .busy: "Close other viewers or raise the device's limit of connections; Tocsin tries again by itself."
        case .refused: "Check the port (RTSP is usually 554) and that RTSP is switched on in the device."
        case .noRoute: "Check the address, the cable and the gateway of this box."
        case .unknownHost: "Check the spelling, or give the IP address."
        case .connectTimeout: "Check that the device is powered and that no firewall drops the connection."
        case .noPacket:
            "With transport udp a firewall may drop the datagrams: try tcp. Else restart the device's stream."
        case .noKeyframe: "Set a keyframe interval (I-frame interval, GOP) of at most 10 seconds in the camera."
        case .stalled: "Check network and power of the camera; Tocsin reconnects by itself."
        case .ended: "Tocsin reconnects by itself; if it happens often, look at the device's log."
        case .undecodable: "Set the camera to H.264 or H.265, 8 bit."
        case .noVideo: "Check that the channel has a camera and that it sends video."
        case .wrongProtocol: "Check port and scheme: usually 554 for rtsp, 322 for rtsps, 80 for http."
        case .tls: "Check the scheme (rtsp or rtsps) and the device's certificate."
        case .redirected: "Give the address that the device redirects to, if it is right: the password would go there."
        case .invalidAddress: "Write scheme://host/path."
        case .stopped: "Nothing to do."
        case .other: "See the words in brackets."
        }
    }
}
