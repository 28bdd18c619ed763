import CFFmpeg
import Synchronization
import TestSupport
import VideoCore

@testable import Alarms
@testable import VideoStreams

/// A camera of which the packets arrive when the test says so.
final class Feed: Sendable {
    let ring: PacketRing
    let began: ContinuousClock.Instant
    private let packets: [EncodedPacket]
    private let next = Mutex(0)

    /// The video in `file`, whose first packet arrives at `began`.
    init(_ file: String, began: ContinuousClock.Instant = .now, connection: Int = 0, seconds: Double = 40) throws {
        self.began = began
        ring = PacketRing(seconds: seconds, bytes: 1 << 30, ledger: FrameLedger())
        var source = try PacketSource.open(
            StreamSettings(address: StreamAddress(file: file)), connection: connection, interruption: Interruption())
        var packets: [EncodedPacket] = []
        while let packet = try source.next(sequence: packets.count) { packets.append(packet) }
        self.packets = try packets.map { try $0.arriving(at: began + .seconds($0.decodeTime ?? 0)) }
    }

    /// Lets the packets arrive up to `seconds` of the video.
    func arrive(until seconds: Double) {
        next.withLock { next in
            while next < packets.count, packets[next].receivedAt <= began + .seconds(seconds) {
                ring.push(packets[next])
                next += 1
            }
        }
    }

    /// The video starts again `seconds` after its beginning, on a new connection, as a recording that is repeated does.
    func repeats(_ file: String, after seconds: Double) throws {
        let again = try Feed(file, began: began + .seconds(seconds), connection: 1)
        for (index, packet) in again.packets.enumerated() {
            ring.push(try packet.arriving(at: packet.receivedAt, sequence: packets.count + index))
        }
    }
}

extension EncodedPacket {
    /// The same packet, arrived at another moment.
    fileprivate func arriving(at moment: ContinuousClock.Instant, sequence: Int? = nil) throws -> EncodedPacket {
        var copy: UnsafeMutablePointer<AVPacket>? = unsafe av_packet_clone(packet)
        defer { unsafe av_packet_free(&copy) }
        return try unsafe EncodedPacket(
            moving: copy!, parameters: parameters, sequence: sequence ?? self.sequence, receivedAt: moment,
            wallTime: wallTime)
    }
}

extension AlarmEvent {
    /// An alarm of `camera` from `start` to `end`, settled at `detected`, all in seconds of media time.
    static func ringing(
        _ camera: String = "gate", start: Double, end: Double, detected: Double? = nil, phase: AlarmPhase = .open,
        priority: Int = 2
    ) -> AlarmEvent {
        // 2026-03-02, 10:00:00 UTC.
        let time = Timestamp(WallTime(secondsSince1970: 1_772_445_600 + start))
        var data = AlarmData(
            alarmID: AlarmID(site: "garden", camera: CameraID(camera), kind: .fire, start: time), kind: .fire,
            phase: phase, priority: priority, camera: AlarmCamera(id: camera),
            mediaTime: MediaSpan(start: start, end: end, detected: detected ?? end), confidence: 0.9)
        data.regionInImage = Region(x: 0.4, y: 0.4, width: 0.2, height: 0.2)
        return AlarmEvent(site: "garden", time: time, data: data)
    }
}

/// What a recorder has published and complained of.
final class Published: Sendable {
    let alarms = Mutex<[(alarm: AlarmEvent, files: [Evidence])]>([])

    var count: Int { alarms.withLock { $0.count } }
    var all: [(alarm: AlarmEvent, files: [Evidence])] { alarms.withLock { $0 } }

    /// Waits until there are `count`; false after a quarter of an hour.
    func wait(for count: Int) async throws -> Bool {
        let began = ContinuousClock.now
        while self.count < count, ContinuousClock.now - began < .seconds(900) {
            try await Task.sleep(for: .milliseconds(20))
        }
        return self.count >= count
    }
}

/// Every frame of the video in the file `path`.
func allFrames(_ path: String) throws -> [Frame] {
    var reader = try FrameReader(opening: StreamSettings(address: StreamAddress(file: path)), ledger: FrameLedger())
    var frames: [Frame] = []
    try reader.readAll(demand: { .everyFrame }, deliver: { frames.append($0) })
    return frames
}
