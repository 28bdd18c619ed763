import CFFmpeg
public import VideoCore

/// Turns the packets of one camera into frames, at the rate that is asked for, and accounts for every packet.
///
/// Opens decoders as the stream demands, keeps the media clock, converts foreign pixel formats. One owner, one thread
/// at a time.
public struct FrameExtractor: ~Copyable {
    private var decoder: FrameDecoder?
    private var parameters: StreamParameters?
    private var converter = PictureConverter()
    private var pictures = PicturePool()
    private var plan = DecodePlan()
    private var clock = MediaClock()
    private var trigger = ActivityTrigger()
    private var inDecoder = PacketsInDecoder()
    private let ledger: FrameLedger
    /// Civil time of media time 0; nil for a live stream, whose frames are dated on arrival.
    private let recordingStart: WallTime?
    /// The last packet whose frame was given out, or lost.
    private var decodedThrough = -1
    /// Packets counted as skipped since the last keyframe: what going back to it takes back.
    private var skippedInGroup = 0
    private var frameIndex = 0
    /// Packets of a live stream decoded in a row without a single frame.
    private var fruitless = 0

    /// This many packets of a live stream without a frame mean that it cannot be decoded.
    private static let fruitlessLimit = 300
    private static let clockStart = ContinuousClock.now

    /// Counts into `ledger`. A recording's frames are dated from `recordingStart` on.
    public init(ledger: FrameLedger, recordingStart: WallTime? = nil) {
        self.ledger = ledger
        self.recordingStart = recordingStart
    }

    /// Takes in the next packet and hands each finished frame to `deliver`, in presentation order.
    ///
    /// `rewind` goes back to the keyframe of the packet's group, so that the packets since are taken in again; it says
    /// whether it could. It is told up to which sequence number packets have been accounted for. Throws ``StreamFailure``
    /// when there is no decoder for the stream, and what `deliver` throws.
    public mutating func consume(
        _ packet: EncodedPacket, demand: FrameDemand, rewind: (Int) -> Bool, deliver: (Frame) throws -> Void
    ) throws {
        let now = packet.clockSeconds(since: Self.clockStart)
        let isActive = trigger.isActive(bytes: packet.bytes, isKeyframe: packet.isKeyframe, now: now)
        if packet.isKeyframe { skippedInGroup = 0 }
        if parameters !== packet.parameters { try changeDecoder(for: packet, deliver: deliver) }
        switch plan.decide(isKeyframe: packet.isKeyframe, now: now, interval: demand.interval(isActive: isActive)) {
        case .skip:
            skip(packet)
        case .drop:
            if !isRepeat(packet) { ledger.countDropped(.awaitingKeyframe) }
        case .decode:
            try decode(packet, deliver: deliver)
        case .decodeAlone:
            try finish(before: packet, deliver: deliver)
            try decode(packet, deliver: deliver)
            try finish(deliver: deliver)
        case .rewind:
            try finish(before: packet, deliver: deliver)
            rewound(rewind(decodedThrough), from: packet)
        }
    }

    /// Gives out the frames still inside the decoder. What comes to nothing is counted as dropped.
    public mutating func finish(deliver: (Frame) throws -> Void) throws {
        guard decoder != nil else { return }
        decoder!.drain()
        try receive(deliver: deliver)
        decoder!.flush()
        ledger.countDropped(.undecodable, inDecoder.clear())
    }

    /// Gives up what is still inside the decoder and counts it as dropped for `reason`.
    public mutating func abandon(_ reason: FrameCounts.DropReason) { ledger.countDropped(reason, inDecoder.clear()) }

    /// Gives up `packets`, which were received and not taken in, and counts them as dropped for `reason`.
    mutating func abandon(_ packets: some Sequence<EncodedPacket>, _ reason: FrameCounts.DropReason) {
        for packet in packets where !isRepeat(packet) { ledger.countDropped(reason) }
    }

    private mutating func changeDecoder(for packet: EncodedPacket, deliver: (Frame) throws -> Void) throws {
        try finish(before: packet, deliver: deliver)
        decoder = nil
        parameters = nil
        do {
            decoder = try FrameDecoder(packet.parameters)
        } catch {
            ledger.countDropped(.undecodable)
            throw error
        }
        parameters = packet.parameters
        plan.reset()
    }

    /// Gives out what is still inside the decoder before `packet` goes in; where `deliver` fails, the packet is given up.
    private mutating func finish(before packet: EncodedPacket, deliver: (Frame) throws -> Void) throws {
        do {
            try finish(deliver: deliver)
        } catch {
            abandon(CollectionOfOne(packet), .stopped)
            throw error
        }
    }

    private mutating func rewound(_ succeeded: Bool, from packet: EncodedPacket) {
        plan.rewound(succeeded)
        guard succeeded else {
            abandon(CollectionOfOne(packet), .awaitingKeyframe)
            return
        }
        ledger.takeBack(skipped: .notDue, skippedInGroup)
        skippedInGroup = 0
    }

    private mutating func skip(_ packet: EncodedPacket) {
        guard !isRepeat(packet) else { return }
        ledger.countSkipped(.notDue)
        skippedInGroup += 1
    }

    private func isRepeat(_ packet: EncodedPacket) -> Bool { packet.sequence <= decodedThrough }

    private mutating func decode(_ packet: EncodedPacket, deliver: (Frame) throws -> Void) throws {
        let isRepeat = isRepeat(packet)
        decodedThrough = max(decodedThrough, packet.sequence)
        ledger.countDropped(.undecodable, inDecoder.enter(packet, isRepeat: isRepeat))
        fruitless += 1
        pictures.release()
        if !decoder!.send(packet), inDecoder.leave(sequence: packet.sequence) != nil, !isRepeat {
            ledger.countDropped(.undecodable)
        }
        try receive(deliver: deliver)
        if packet.parameters.isLive, fruitless > Self.fruitlessLimit {
            fruitless = 0
            throw StreamFailure(
                .undecodable, "\(Self.fruitlessLimit) packets of \(packet.parameters.codecName), no picture")
        }
    }

    private mutating func receive(deliver: (Frame) throws -> Void) throws {
        while true {
            let picture = pictures.take()
            guard decoder!.receive(into: picture) else { return }
            guard let entry = inDecoder.leave(sequence: picture.sequence), !entry.isRepeat else { continue }
            fruitless = 0
            guard !picture.isDamaged else {
                ledger.countDropped(.damaged)
                continue
            }
            guard let usable = picture.isPlanar420 ? picture : converter.convert(picture) else {
                ledger.countDropped(.undecodable)
                continue
            }
            ledger.countDecoded()
            guard let parameters else { return }
            let frame = frame(usable, entry, parameters)
            frameIndex += 1
            try deliver(frame)
        }
    }

    private mutating func frame(
        _ picture: DecodedPicture, _ entry: PacketsInDecoder.Entry, _ parameters: StreamParameters
    ) -> Frame {
        let mediaTime = clock.mediaTime(
            stamp: picture.timestamp.map { Double($0) * av_q2d(parameters.timeBase) },
            arrival: (entry.receivedAt - Self.clockStart) / .seconds(1), isLive: parameters.isLive,
            connection: parameters.connection)
        let planes = picture.planes
        return Frame(
            luma: planes.luma, chromaU: planes.chromaU, chromaV: planes.chromaV, mediaTime: mediaTime,
            receivedAt: entry.receivedAt, wallTime: recordingStart?.advanced(by: mediaTime) ?? entry.wallTime,
            isKeyframe: entry.isKeyframe, index: frameIndex, colour: picture.colour, owner: picture)
    }
}

extension EncodedPacket {
    /// A clock for decisions on packets, in seconds: the stream's own where it has one, else that of arrival.
    fileprivate func clockSeconds(since start: ContinuousClock.Instant) -> Double {
        parameters.isLive ? (receivedAt - start) / .seconds(1) : decodeTime ?? Double(sequence) / 25
    }
}

extension FrameDemand {
    /// Least seconds between keyframes when only these are needed; nil when every frame is.
    fileprivate func interval(isActive: Bool) -> Double? {
        switch self {
        case .everyFrame: nil
        case .onActivity: isActive ? nil : 0
        case .keyframes(let every): every
        }
    }
}
