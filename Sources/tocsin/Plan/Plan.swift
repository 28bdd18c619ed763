/// How many cameras fit on a host, and what ends first: arithmetic alone.
struct Plan: Codable, Hashable {
    /// What one camera takes.
    struct Need: Codable, Hashable {
        /// Processor cores.
        var cores = 0.0
        /// Bytes of memory, its packets included.
        var memoryBytes = 0.0
        /// Bits a second from the network.
        var bitsPerSecond = 0.0
    }

    /// What the host has to give.
    struct Host: Codable, Hashable {
        /// Processor cores that this process may use.
        var cores: Double
        /// Cores of them that other programs were using.
        var busyCores = 0.0
        /// Bytes of memory that are free or can be freed.
        var memoryBytes: Double
        /// Bytes free for evidence.
        var diskBytes: Double?
        /// Bytes a second that its disk takes.
        var diskBytesPerSecond: Double?
        /// The links over which cameras are reached, where they say how fast they are.
        var links: [Link] = []

        /// A link to the network.
        struct Link: Codable, Hashable {
            var name: String
            var bitsPerSecond: Double
            /// Share of the cameras that are reached over it.
            var share = 1.0
        }
    }

    /// What is kept of each alarm, and how many there are.
    struct Evidence: Codable, Hashable {
        /// Seconds of video.
        var seconds: Double
        /// Times that the video is kept: as it came, masked, both or not at all.
        var copies: Double
        /// Days for which it is kept.
        var days: Double
        /// Alarms of one camera, a day.
        var alarmsPerDay: Double

        /// Bytes of one alarm's pictures, without video: two of 1080p as JPEG.
        static let pictureBytes = 600_000.0

        /// Bytes that one camera of `bitsPerSecond` fills.
        func bytes(bitsPerSecond: Double) -> Double {
            alarmsPerDay * days * (Self.pictureBytes + copies * seconds * bitsPerSecond / 8)
        }
    }

    /// What there is only so much of.
    enum Resource: String, Codable, CaseIterable {
        case processor, memory, disk, diskSpeed, network, recorders
    }

    /// What one resource allows.
    struct Limit: Codable, Hashable {
        var resource: Resource
        /// Cameras like those measured.
        var cameras: Int
    }

    /// A recorder that refused streams for lack of room.
    struct Recorder: Codable, Hashable {
        var id: String
        /// Streams that it gave.
        var given: Int
        /// Streams asked of it.
        var asked: Int
        /// Streams that it had no room for.
        var refused: Int
    }

    /// The mean of the cameras measured.
    var need: Need
    /// What each resource allows, the tightest first; those that nothing is known of are absent.
    var limits: [Limit]
    /// Recorders that give fewer streams than the site asks for.
    var recorders: [Recorder]

    /// Share of processor, memory and network that may be used: the rest is for falls, rain, and other programs.
    static let share = 0.8

    /// What the host alone allows, whatever recorders give; nil where nothing limits it.
    var hostCameras: Int? { limits.first { $0.resource != .recorders }?.cameras }

    /// Reckons from the `needs` of all cameras of the site, measured or estimated.
    init(host: Host, evidence: Evidence, needs: [Need], recorders: [Recorder] = []) {
        let need = Need.mean(of: needs)
        let kept = evidence.bytes(bitsPerSecond: need.bitsPerSecond)
        // Every camera has an alarm at the same time: its clips are written as fast as its packets come.
        let written = max(evidence.copies, 0) * need.bitsPerSecond / 8
        let allowed: [(Resource, Double?, Double)] = [
            (.processor, Self.share * host.cores - host.busyCores, need.cores),
            (.memory, Self.share * host.memoryBytes, need.memoryBytes),
            (.disk, host.diskBytes, kept),
            (.diskSpeed, host.diskBytesPerSecond, written),
            (
                .network, host.links.map { Self.share * $0.bitsPerSecond / max($0.share, 1e-9) }.min(),
                need.bitsPerSecond
            ),
            // More cameras of this site can be had where a recorder gives more.
            (.recorders, recorders.isEmpty ? nil : Double(needs.count - recorders.reduce(0) { $0 + $1.refused }), 1),
        ]
        self.need = need
        self.recorders = recorders
        // Without a camera measured nothing is known of any.
        limits =
            needs.isEmpty
            ? []
            : allowed.compactMap { resource, available, each in
                guard let available, each > 0 else { return nil }
                return Limit(resource: resource, cameras: Int(max(0, available / each).rounded(.down).clamped))
            }.sorted { $0.cameras < $1.cameras }
    }

    /// Cameras like those measured that fit; nil where nothing limits them.
    var cameras: Int? { limits.first?.cameras }

    /// What ends first.
    var first: Resource? { limits.first?.resource }
}

extension Plan.Need {
    /// The mean of `needs`; nothing where there are none.
    static func mean(of needs: [Plan.Need]) -> Plan.Need {
        let count = Double(max(needs.count, 1))
        return Plan.Need(
            cores: needs.reduce(0) { $0 + $1.cores } / count,
            memoryBytes: needs.reduce(0) { $0 + $1.memoryBytes } / count,
            bitsPerSecond: needs.reduce(0) { $0 + $1.bitsPerSecond } / count)
    }
}

extension Double {
    /// A number of cameras that can be written down.
    fileprivate var clamped: Double { min(self, 1_000_000) }
}
