public import VideoCore
public import VideoStreams

/// Where the picture of one device of the ledger comes from.
public struct Channel: Hashable, Sendable {
    /// The device, by its id in the ledger.
    public var device: String
    /// How it is reached.
    public var source: Source
    /// The recorder it hangs on, by id; it limits how many are polled at the same time.
    public var recorder: String?
    /// Whether it is a camera that runs, so that its picture is judged from what is decoded anyway.
    public var isAnalysed: Bool

    /// What is needed to open it.
    public struct Source: Hashable, Sendable {
        /// The address; it may hold a login where it was written into the URL of a camera or device, never one out of
        /// `username` and `password`. A file is given by its full path.
        public var url: Secret
        /// Whether ``url`` is a file.
        public var isFile = false
        /// Name to log in with, where it is not part of the URL.
        public var username: String?
        /// Password to log in with, where it is not part of the URL.
        public var password: Secret?
        /// How media travel from an RTSP server.
        public var transport: RTSPTransport = .tcp

        /// The stream at `url`.
        public init(url: Secret) { self.url = url }
    }

    /// The picture of `device` out of `source`.
    public init(device: String, source: Source, recorder: String? = nil, isAnalysed: Bool = false) {
        self.device = device
        self.source = source
        self.recorder = recorder
        self.isAnalysed = isAnalysed
    }
}
