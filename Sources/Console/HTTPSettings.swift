/// Where the console listens, and what it grants those who connect.
public struct HTTPSettings: Hashable, Sendable {
    /// A numeric address, IPv4 or IPv6.
    public var host: String
    /// 0: any that is free.
    public var port: Int
    /// Connections at the same time, up to three more when many come at once; further ones wait until one ends.
    /// A browser makes six at most, and 50 of them may look at the console.
    public var connections = 400
    /// Seconds after which a connection is closed, whatever it is doing: nobody keeps one by being slow. They begin anew
    /// with each request that brings a valid token.
    public var connectionSeconds = 10.0
    /// Seconds in which somebody who has shown a token must have read some more of a long answer.
    public var answerSeconds = 10.0
    /// Seconds after which a connection of somebody who has logged in is closed when nothing more is asked for on it.
    public var sessionSeconds = 60.0
    /// Names under which the console may be asked, beside addresses in numbers, `localhost` and this machine's name.
    public var names: [String] = []
    /// Bytes of all header fields of a request together.
    public var headerBytes = 8192
    /// Seconds from one attempt to listen to the next.
    public var retrySeconds = 60.0

    /// Certificate and key, where connections are encrypted; nil: they are not.
    public var tls: Certificate?

    /// What the console shows of itself to those who connect: files in PEM, read each time that it begins to listen.
    public struct Certificate: Hashable, Sendable {
        /// The file of the certificate, and of those it was signed with.
        public var certificate: String
        /// The file of its key.
        public var key: String

        /// Whether the service has made it itself, so that browsers warn of it.
        public var isSelfSigned: Bool

        /// The certificate in the file `certificate` with the key in the file `key`.
        public init(certificate: String, key: String, isSelfSigned: Bool = false) {
            self.certificate = certificate
            self.key = key
            self.isSelfSigned = isSelfSigned
        }
    }

    /// Seconds that requests under way are given when the service stops.
    static let stopSeconds = 0.25

    /// At `host` and `port`, with the defaults.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
