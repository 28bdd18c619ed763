import VideoCore

/// Which stream is to be tried.
public enum ProbeQuestion: Hashable, Sendable {
    /// That of a camera of the file, with its login.
    case camera(String)
    /// One at an address.
    case stream(Stream)

    /// A stream with its login.
    public struct Stream: Hashable, Sendable, Decodable {
        /// Where it is.
        public var url: String
        /// Name to log in with.
        public var username: String?
        /// Password to log in with.
        public var password: String?
        /// `tcp` or `udp`.
        public var transport: String?
    }
}

extension ProbeQuestion: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable { case camera, url, username, password, transport }

    /// Either `camera` alone, or an address with its login; throws where a key is not known.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let camera = try container.decodeIfPresent(String.self, forKey: .camera) {
            guard container.allKeys.count == 1 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .camera, in: container,
                    debugDescription: "a camera of the file has its own address and login")
            }
            self = .camera(camera)
        } else {
            self = .stream(try Stream(from: decoder))
        }
    }
}

/// How far an attempt to get a picture came.
public struct ProbeAnswer: Encodable, Hashable, Sendable {
    /// The steps, in order.
    public enum StepName: String, CaseIterable, Encodable, Hashable, Sendable {
        /// The address makes sense, and its host is known.
        case address
        /// Something answers there.
        case connect
        /// It takes the login.
        case login
        /// It has such a stream, and room for us.
        case stream
        /// Packets of video arrive.
        case packets
        /// One of them decodes.
        case picture
    }

    /// One of them.
    public struct Step: Encodable, Hashable, Sendable {
        /// Which.
        public var step: StepName
        /// Whether it went well.
        public var ok: Bool
        /// What was seen.
        public var detail: String
        /// What to do; nil where it went well.
        @OrNull public var remedy: String?

        /// `step` with what was seen.
        public init(_ step: StepName, ok: Bool, detail: String, remedy: String? = nil) {
            self.step = step
            self.ok = ok
            self.detail = detail
            self.remedy = remedy
        }
    }

    /// What the stream gives.
    public struct Stream: Encodable, Hashable, Sendable {
        /// `h264`, `hevc`.
        public var codec: String
        /// Columns.
        public var width: Int
        /// Rows.
        public var height: Int
        /// Pictures a second; nil where too few came to tell.
        @OrNull public var fps: Double?

        /// Such a stream.
        public init(codec: String, width: Int, height: Int, fps: Double?) {
            self.codec = codec
            self.width = width
            self.height = height
            self.fps = fps
        }
    }

    /// Whether there is a picture.
    public var ok: Bool
    /// The steps up to the one that failed.
    public var steps: [Step]
    /// What it gives.
    @OrNull public var stream: Stream?
    /// A picture as `data:image/jpeg;base64,…`.
    @OrNull public var picture: String?

    /// An attempt that came as far as `steps`.
    public init(steps: [Step], stream: Stream? = nil, picture: String? = nil) {
        ok = picture != nil && steps.allSatisfy(\.ok)
        self.steps = steps
        self.stream = stream
        self.picture = picture
    }
}

/// Which channels of a recorder are to be tried.
public struct RecorderQuestion: Decodable, Hashable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable { case address, port, brand, channels, username, password }

    /// Host name or address.
    public var address: String
    /// Port for RTSP; 554 where it is not told.
    public var port: Int?
    /// `hikvision`, `dahua` or `uniview`.
    public var brand: String
    /// Channels from 1 up to this one.
    public var channels: Int
    /// Name to log in with.
    public var username: String?
    /// Password to log in with.
    public var password: String?
}

/// What the channels of a recorder give.
public struct RecorderAnswer: Encodable, Hashable, Sendable {
    /// One of them.
    public struct Channel: Encodable, Hashable, Sendable {
        /// Its number, from 1.
        public var channel: Int
        /// Where it is, without login.
        public var url: String
        /// How far the attempt came.
        public var probe: ProbeAnswer

        /// Channel number `channel`.
        public init(channel: Int, url: String, probe: ProbeAnswer) {
            self.channel = channel
            self.url = url
            self.probe = probe
        }

        private enum CodingKeys: String, CodingKey { case channel, url }

        /// What the probe found, with channel and address beside it.
        public func encode(to encoder: any Encoder) throws {
            try probe.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(channel, forKey: .channel)
            try container.encode(url, forKey: .url)
        }
    }

    /// In the order of their numbers.
    public var channels: [Channel]

    /// These channels.
    public init(channels: [Channel]) { self.channels = channels }
}
