public import VideoCore

/// Reads a file or URL from end to end, as fast as it can, on the calling thread; loses no frame.
public struct FrameReader: ~Copyable {
    private var source: PacketSource
    private var extractor: FrameExtractor
    private let ledger: FrameLedger
    private let interruption: Interruption
    private let timing: ConnectionTiming
    private let isFile: Bool
    private let openedAt = ContinuousClock.now
    private var hasKeyframe = false
    /// The group of pictures under way, for going back to its start.
    private var group: [EncodedPacket] = []
    private var groupBytes = 0
    private var received = 0
    /// Bytes of compressed video read so far.
    public private(set) var receivedBytes = 0

    /// A group of pictures larger than this is not kept for going back to.
    private static let largestGroup = 64 << 20

    /// Opens `settings.address`. `stop` ends a read from elsewhere. Throws when it cannot be opened.
    public init(
        opening settings: StreamSettings, timing: ConnectionTiming = ConnectionTiming(), ledger: FrameLedger,
        stop: StopSwitch = StopSwitch()
    ) throws(StreamFailure) {
        interruption = stop.interruption
        self.timing = timing
        self.ledger = ledger
        interruption.allow(seconds: settings.address.isFile ? nil : timing.connect)
        let source = try PacketSource.open(settings, connection: 0, interruption: interruption, once: true)
        let start = source.isLive ? nil : source.recordingStart.flatMap(WallTime.init(rfc3339:)) ?? .epoch
        self.source = source
        extractor = FrameExtractor(ledger: ledger, recordingStart: start)
        isFile = settings.address.isFile
    }

    /// Length in seconds, where the container states it.
    public var duration: Double? { source.duration }

    /// Name of the codec as FFmpeg spells it: `h264`, `hevc`.
    public var codecName: String { source.parameters.codecName }

    /// Reads that failed and were passed over: a measure of damage to the file.
    public var damagedReads: Int { source.damagedReads }

    /// Decodes at the rate that `demand` asks for and hands each frame to `deliver`, up to the end or a stop.
    ///
    /// Throws ``StreamFailure`` where the stream breaks off, after what the decoder still held has been delivered too, and
    /// what `deliver` throws. However it ends, every picture received has been accounted for.
    public mutating func readAll(demand: () -> FrameDemand, deliver: (Frame) throws -> Void) throws {
        do {
            let failure = try consumeAll(demand: demand, deliver: deliver)
            try extractor.finish(deliver: deliver)
            if let failure { throw failure }
        } catch {
            extractor.abandon(error is StreamFailure ? .undecodable : .stopped)
            throw error
        }
    }

    /// Takes in packet after packet; returns why there are no more, unless the stream just ended.
    private mutating func consumeAll(
        demand: () -> FrameDemand, deliver: (Frame) throws -> Void
    ) throws -> StreamFailure? {
        while true {
            let packet: EncodedPacket
            do throws(StreamFailure) {
                guard let next = try nextPacket() else { return nil }
                packet = next
            } catch {
                return error
            }
            ledger.countReceived()
            receivedBytes += packet.bytes
            keep(packet)
            try consume(packet, demand: demand, deliver: deliver)
        }
    }

    private mutating func nextPacket() throws(StreamFailure) -> EncodedPacket? {
        guard !interruption.isStopping else { return nil }
        interruption.allow(seconds: isFile ? nil : received == 0 ? timing.firstPacket : timing.stall)
        do throws(StreamFailure) {
            let packet = try source.next(sequence: received)
            received += 1
            hasKeyframe = hasKeyframe || packet?.isKeyframe ?? true
            if source.isLive, !hasKeyframe, ContinuousClock.now - openedAt > .seconds(timing.firstKeyframe) {
                throw StreamFailure(.noKeyframe, "\(Int(timing.firstKeyframe)) s")
            }
            return packet
        } catch {
            if error.code == .stopped { return nil }
            throw error.code == .stalled && received == 0 ? StreamFailure(.noPacket) : error
        }
    }

    private mutating func keep(_ packet: EncodedPacket) {
        if packet.isKeyframe {
            group.removeAll(keepingCapacity: true)
            groupBytes = 0
        }
        guard groupBytes <= Self.largestGroup, packet.isKeyframe || !group.isEmpty else { return }
        group.append(packet)
        groupBytes += packet.bytes
        if groupBytes > Self.largestGroup { group.removeAll() }
    }

    private mutating func consume(
        _ packet: EncodedPacket, demand: () -> FrameDemand, deliver: (Frame) throws -> Void
    ) throws {
        var rewound = false
        let canRewind = !group.isEmpty
        try extractor.consume(
            packet, demand: demand(),
            rewind: { _ in
                rewound = canRewind; return canRewind
            }, deliver: deliver)
        guard rewound else { return }
        // Every packet of the group goes in again, this one included: once begun, decoding goes on to its end.
        for (index, packet) in group.enumerated() {
            do {
                try extractor.consume(packet, demand: .everyFrame, rewind: { _ in false }, deliver: deliver)
            } catch {
                extractor.abandon(group[(index + 1)...], .stopped)
                throw error
            }
        }
    }
}

/// Stops blocking work on a stream from another thread or a signal handler's task.
public struct StopSwitch: Sendable {
    let interruption = Interruption()

    /// A switch that has not been used.
    public init() {}

    /// Ends the work under way within about a tenth of a second.
    public func stop() { interruption.stop() }

    /// Whether it was used.
    public var isStopped: Bool { interruption.isStopping }
}
