import Foundation
public import GB28181Sink
public import KafkaSink
public import Ledger
public import MQTTSink
public import NATSSink
public import VideoCore
public import WebhookSink

/// One site's configuration, validated: paths are complete, defaults filled in.
public struct SiteSettings: Hashable, Sendable {
    /// `site`: used in the source of its events.
    public var site: String
    /// `timeZone`: IANA identifier; schedules are read in it.
    public var timeZone = "Asia/Shanghai"
    /// `dataDirectory`: where the queue and evidence are kept.
    public var dataDirectory: String
    /// `workers`: threads that decode and detect.
    public var workers = ProcessInfo.processInfo.activeProcessorCount
    /// `http`: where figures are served.
    public var http = HTTP()
    /// `place`: the default for all cameras, already merged into theirs.
    public var place = CameraSettings.Place()
    /// `nvrs`.
    public var nvrs: [Recorder] = []
    /// `evidence`.
    public var evidence = Evidence()
    /// `audit`.
    public var audit = Audit()
    /// `outbox`.
    public var outbox = Outbox()
    /// `books`.
    public var books = Books()
    /// `sinks`.
    public var sinks: [Sink] = []
    /// `reports`; nil: none are written.
    public var reports: Reports?
    /// `cameras`, those not enabled too.
    public var cameras: [CameraSettings] = []
    /// The ledger: every camera, and what `devices`, `deviceFiles` and the plan of the site add.
    public var registry = Registry()
    /// Where the pictures of the ledger's devices come from, those that can be reached.
    public var channels: [Channel] = []
    /// Whether anything of the ledger is given besides `cameras` and `nvrs`.
    public var usesRegistry = false
    /// What deserves attention without being a mistake, in the order of the file.
    public var warnings: [Mistake] = []

    /// A site without cameras.
    public init(site: String, dataDirectory: String) {
        self.site = site
        self.dataDirectory = dataDirectory
    }

    /// Reads a site's file.
    ///
    /// - Throws: every mistake found in the file at `path`, or why it cannot be read.
    public static func load(path: String) throws(ConfigurationErrors) -> SiteSettings {
        try ConfigurationDocument.open(path).siteSettings()
    }
}

extension SiteSettings {
    /// A network video recorder that several cameras share.
    public struct Recorder: Hashable, Sendable {
        /// `id`: unique within the site.
        public var id: String
        /// `maxConnects`: connections to it being made at the same time, at most.
        public var maxConnects = 4
        /// `name`: what people call it.
        public var name: String?
        /// `maxSessions`: streams of it that are polled at the same time, at most.
        public var maxSessions = 1
        /// `address`: host, and port where one is given.
        public var address: String?
        /// How its channels are reached, after `vendor` or `urlTemplate`; nil where it is not told.
        public var template: ChannelTemplate?
        /// `username` for its channels.
        public var username: String?
        /// `password`, or the first line of `passwordFile`.
        public var password: Secret?

        /// A recorder with the defaults.
        public init(id: String) { self.id = id }
    }

    /// Where figures and alarms are served.
    public struct HTTP: Hashable, Sendable {
        /// `enabled`.
        public var enabled = true
        /// `listen`: a numeric address, IPv4 or IPv6.
        public var listen = "127.0.0.1"
        /// `port`: 0 for any that is free.
        public var port = 9108
        /// `names`: under which the console may be asked, beside addresses and this machine's name.
        public var names: [String] = []
        /// `tls` with files; nil: the service has none to show.
        public var tls: TLS?
        /// `tls.selfSigned`: the service makes a certificate of its own.
        public var selfSigned = false

        /// The files of the certificate, in PEM.
        public struct TLS: Hashable, Sendable {
            /// `certificate`, complete.
            public var certificate: String
            /// `key`, complete.
            public var key: String
        }

        /// The defaults.
        public init() {}
    }

    /// The durable queue of alarms.
    public struct Outbox: Hashable, Sendable {
        /// `reserve`: bytes of disk held back, so that alarms still fit when the disk is full.
        public var reserve = 8 << 20
        /// `keepDays`: delivered alarms are deleted after as many.
        public var keepDays = 30

        /// The defaults.
        public init() {}
    }

    /// What is written down of each device: polls, up and down.
    public struct Books: Hashable, Sendable {
        /// `enabled`: false polls nothing and writes nothing down.
        public var enabled = true
        /// `keepDays`: three years, and the month that is reported then.
        public var keepDays = 1130
        /// `thumbnailDays`: small pictures of polls are kept as long.
        public var thumbnailDays = 7

        /// The defaults.
        public init() {}
    }

    /// Where alarms go from the queue.
    public struct Sink: Hashable, Sendable {
        /// Its name as a consumer of the queue: what it has had already is remembered under it. `id`, or made of where it is.
        public var name: String
        /// Names that it may be known by from before, the newest first.
        public var earlierNames: [String] = []
        /// What kind it is.
        public var target: Target

        /// The kinds.
        public enum Target: Hashable, Sendable {
            /// `file`: one event a line.
            case file(FileSink)
            /// `nats`.
            case nats(NATSSettings)
            /// `mqtt`.
            case mqtt(MQTTSettings)
            /// `kafka`.
            case kafka(KafkaSettings)
            /// `webhook`.
            case webhook(WebhookSettings)
            /// `gb28181`.
            case gb28181(GB28181Settings)
        }

        /// A sink known as `name`.
        public init(name: String, earlierNames: [String] = [], _ target: Target) {
            self.name = name
            self.earlierNames = earlierNames
            self.target = target
        }
    }

    /// A file of JSON Lines that is rotated.
    public struct FileSink: Hashable, Sendable {
        /// `path`, complete.
        public var path: String
        /// `rotateAt`: bytes after which a new file is begun.
        public var rotateAt = 64 << 20
        /// `keep`: rotated files kept.
        public var keep = 8

        /// Written to `path`, with the defaults.
        public init(path: String) { self.path = path }
    }
}
