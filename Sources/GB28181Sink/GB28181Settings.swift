public import Alarms
public import VideoCore

/// How alarms reach a GB/T 28181 platform.
public struct GB28181Settings: Hashable, Sendable {
    /// The platform this side registers with.
    public struct Platform: Hashable, Sendable {
        /// Its code, 20 digits.
        public var code: String
        /// Its SIP domain; usually the first ten digits of its code.
        public var domain: String
        /// Its name or numeric address.
        public var host: String
        /// Its port, UDP or TCP.
        public var port: Int

        /// The platform `code` at `host`, with the usual domain and port.
        public init(code: String, host: String, port: Int = 5060) {
            self.code = code
            domain = String(code.prefix(10))
            self.host = host
            self.port = port
        }
    }

    /// How SIP travels.
    public enum Transport: String, CaseIterable, Hashable, Sendable {
        /// Datagrams, sent again until they are answered.
        case udp
        /// One connection.
        case tcp
    }

    /// How XML is written, and what it says about that.
    public enum Charset: String, CaseIterable, Hashable, Sendable {
        /// GB 18030 labelled GB2312, as most platforms expect.
        case gb2312
        /// GB 18030.
        case gb18030
        /// UTF-8.
        case utf8 = "utf-8"

        /// What the document says.
        var label: String { rawValue.uppercased() }
    }

    /// The edition of the standard.
    public enum Version: Int, CaseIterable, Hashable, Sendable {
        /// GB/T 28181-2016.
        case edition2016 = 2016
        /// GB/T 28181-2022.
        case edition2022 = 2022
    }

    /// A camera as the platform's catalogue shows it.
    public struct Channel: Hashable, Sendable {
        /// Its name in the configuration.
        public var id: String
        /// Its code, 20 digits.
        public var code: String
        /// What people call it.
        public var name: String
        /// Degrees east; nil where it is not known.
        public var longitude: Double?
        /// Degrees north; nil where it is not known.
        public var latitude: Double?

        /// The camera `id` with `code`.
        public init(id: String, code: String, name: String, longitude: Double? = nil, latitude: Double? = nil) {
            self.id = id
            self.code = code
            self.name = name
            self.longitude = longitude
            self.latitude = latitude
        }
    }

    /// Where it registers.
    public var platform: Platform
    /// This side's own code, 20 digits.
    public var deviceCode: String
    /// UDP or TCP.
    public var transport = Transport.udp
    /// The user's name where the platform asks for a password; nil: the own code.
    public var username: String?
    /// The password; nil where none is asked for.
    public var password: Secret?
    /// How XML is written.
    public var charset = Charset.gb2312
    /// The edition it speaks.
    public var version = Version.edition2016
    /// Seconds for which it registers, 60…86400.
    public var expires = 3600
    /// Seconds between two signs of life, 5…600.
    public var keepalive = 60
    /// Seconds without an answer after which a request is given up, 1…12.
    public var answerWithin = 10.0
    /// Whether an alarm counts as delivered only when the platform's own `Response` has come, not with its SIP answer.
    public var waitsForResponse = false
    /// Phases that are sent; the others count as delivered.
    public var phases: Set<AlarmPhase> = [.open]
    /// Codes other than ``AlarmSubject/code(in:)``.
    public var codes: [AlarmSubject: AlarmCode] = [:]
    /// IANA name of the zone in which times are written.
    public var timeZone = "Asia/Shanghai"
    /// The cameras that have a code.
    public var channels: [Channel] = []

    /// The device `deviceCode` at `platform`, with the defaults.
    public init(platform: Platform, deviceCode: String) {
        self.platform = platform
        self.deviceCode = deviceCode
    }

    /// The code of `subject`.
    func code(of subject: AlarmSubject) -> AlarmCode { codes[subject] ?? subject.code(in: version) }
}
