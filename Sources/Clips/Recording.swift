import Alarms
import VideoCore
import VideoStreams

/// One clip while its packets come in: from before the incident until after it, or to where the video breaks off.
///
/// Packets are asked of the camera's ring about twice a second and go to a file at once; none is held here.
final class Recording {
    /// The camera it is of.
    let camera: CameraID
    /// What it shows, the newest event of each alarm, in order of their beginnings.
    private(set) var alarms: [AlarmEvent]
    /// The file that holds it.
    let spool: Spool
    /// Media time of its first picture.
    let firstMediaTime: Double
    /// What was pixelated when it began.
    let shields: [Polygon]
    private let tap: PacketTap
    private let settings: ClipSettings
    private var remuxer: ClipRemuxer
    private var lastSequence: Int
    private var until: ContinuousClock.Instant
    private let latestEnd: ContinuousClock.Instant
    /// When the frame arrived that settled the first alarm, and its media time: what ties both clocks together.
    private let anchor: (arrival: ContinuousClock.Instant, mediaTime: Double)

    /// Seconds without a packet after its end by which a clip is over: no more will come.
    private static let patience = 5.0

    /// Begins the clip of `alarm`, whose settling frame arrived at `arrival`; nil where `source` does not hold its video.
    init?(
        of alarm: AlarmEvent, settledAt arrival: ContinuousClock.Instant, by source: ClipCamera, settings: ClipSettings,
        folder: String
    ) throws {
        let span = alarm.data.mediaTime
        let settled = span.detected ?? span.end
        let wanted = arrival - .seconds(max(0, settled - span.start) + settings.before)
        let packets = source.tap.packets(since: wanted)
        guard let first = Self.first(of: packets, at: arrival, from: wanted) else { return nil }
        spool = try Spool(in: folder)
        remuxer = try ClipRemuxer(to: spool.path, from: packets[first])
        camera = CameraID(alarm.data.camera.id)
        alarms = [alarm]
        anchor = (arrival, settled)
        firstMediaTime = settled + (packets[first].receivedAt - arrival) / .seconds(1)
        latestEnd = packets[first].receivedAt + .seconds(settings.longest)
        until = arrival
        lastSequence = packets[first].sequence - 1
        tap = source.tap
        shields = source.shields
        self.settings = settings
        extend(to: span.end)
    }

    /// Notes a further event of an alarm it shows; false when it shows another.
    func note(_ event: AlarmEvent) -> Bool {
        guard let index = alarms.firstIndex(where: { $0.data.alarmID == event.data.alarmID }) else { return false }
        alarms[index] = event
        extend(to: event.data.mediaTime.end)
        return true
    }

    /// Takes another alarm of its camera in, whose settling frame arrived at `arrival`; false when that is too late for it,
    /// or the clip would be too long: what is long shows each alarm in a clip of its own again.
    func join(_ alarm: AlarmEvent, settledAt arrival: ContinuousClock.Instant) -> Bool {
        guard CameraID(alarm.data.camera.id) == camera, arrival <= until,
            arrival + .seconds(settings.after) <= latestEnd
        else { return false }
        alarms.append(alarm)
        extend(to: alarm.data.mediaTime.end)
        return true
    }

    /// Writes what has come in since; true when the clip is over.
    func take(now: ContinuousClock.Instant) throws -> Bool {
        let (packets, isOver) = tap.packets(after: lastSequence)
        for packet in packets {
            // A gap: packets behind it cannot be decoded, or belong to another time.
            guard packet.receivedAt <= until, packet.sequence == lastSequence + 1, try remuxer.write(packet) else {
                return true
            }
            lastSequence = packet.sequence
        }
        return isOver || now > until + .seconds(Self.patience)
    }

    /// Completes the file.
    func finish() throws { try remuxer.finish() }

    private func extend(to mediaTime: Double) {
        let end = anchor.arrival + .seconds(mediaTime - anchor.mediaTime + settings.after)
        until = min(max(until, end), latestEnd)
    }

    /// The packet to begin with: a keyframe at or before `wanted`, or else the first after it, of the unbroken run of
    /// packets in which the one that arrived at `arrival` lies.
    private static func first(
        of packets: [EncodedPacket], at arrival: ContinuousClock.Instant, from wanted: ContinuousClock.Instant
    ) -> Int? {
        // Events name times to the millisecond.
        guard let settled = packets.lastIndex(where: { $0.receivedAt <= arrival + .milliseconds(10) }) else {
            return nil
        }
        var begin = settled
        while begin > 0, packets[begin - 1].sequence == packets[begin].sequence - 1,
            packets[begin - 1].parameters === packets[begin].parameters
        {
            begin -= 1
        }
        let keyframes = (begin...settled).filter { packets[$0].isKeyframe }
        return keyframes.last { packets[$0].receivedAt <= wanted } ?? keyframes.first
    }
}
