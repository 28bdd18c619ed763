import CFFmpeg
import Foundation
import Synchronization
import TestSupport
import Testing
import VideoCore

@testable import VideoStreams

/// A camera of which the packets arrive when the test says so.
final class Feed: Sendable {
    let ring: PacketRing
    private let packets: [EncodedPacket]
    private let next = Mutex(0)

    /// The video in `file`. What has arrived is held for a day: however long a busy machine keeps the test waiting between
    /// two pictures, the second can be decoded.
    init(_ file: String) throws {
        ring = PacketRing(seconds: 86_400, bytes: 1 << 30, ledger: FrameLedger())
        var source = try PacketSource.open(
            StreamSettings(address: StreamAddress(file: file)), connection: 0, interruption: Interruption())
        var packets: [EncodedPacket] = []
        while let packet = try source.next(sequence: packets.count) { packets.append(packet) }
        self.packets = packets
    }

    var tap: PacketTap { PacketTap(ring) }

    /// How many there are.
    var count: Int { packets.count }

    /// Lets the next `count` packets arrive now.
    func arrive(_ count: Int) throws {
        try next.withLock { next in
            for packet in packets[next..<min(next + count, packets.count)] { ring.push(try packet.arriving()) }
            next = min(next + count, packets.count)
        }
    }
}

extension EncodedPacket {
    /// The same packet, arrived now.
    fileprivate func arriving() throws -> EncodedPacket {
        var copy: UnsafeMutablePointer<AVPacket>? = unsafe av_packet_clone(packet)
        defer { unsafe av_packet_free(&copy) }
        return try unsafe EncodedPacket(
            moving: copy!, parameters: parameters, sequence: sequence, receivedAt: .now, wallTime: .now)
    }
}

/// Clips, and what is seen in pictures of them.
enum Clip {
    static let width = 640
    static let height = 384

    /// Writes `frames` pictures of noise, with a keyframe every `group` of them: one pixel tells nothing of the next.
    static func noise(to path: String, frames: Int, group: Int = 25, width: Int = width, height: Int = height) throws {
        var options = ClipOptions()
        options.groupLength = group
        var writer = try ClipWriter(to: path, options: options)
        for index in 0..<frames { try writer.write(picture(index, width, height)) }
        try writer.finish()
    }

    /// Noise in grains of 2 × 2 pixels, row by row: a block of the mosaic holds so many that its mean is much like any
    /// other's. Made once, as a debug build takes its time.
    private static let grains: [UInt8] = {
        var state: UInt32 = 1
        return (0..<600 * 300).flatMap { _ -> [UInt8] in
            state = state &* 1_664_525 &+ 1_013_904_223
            return state >> 31 == 0 ? [40, 40] : [210, 210]
        }
    }()

    private static func picture(_ index: Int, _ width: Int, _ height: Int) -> Frame {
        let picture = Picture(width: width, height: height)
        // Each picture shows another part of the noise.
        for y in 0..<height {
            let begin = y / 2 * 1200 + 2 * (index % 100)
            unsafe grains.withUnsafeBufferPointer { noise in
                guard let base = noise.baseAddress else { return }
                unsafe (picture.luma.base + y * width).update(from: base + begin, count: width)
            }
        }
        return picture.frame(
            mediaTime: Double(index) / 25, receivedAt: .now, wallTime: .now, isKeyframe: index == 0, index: index)
    }

    /// The picture in the JPEG file `bytes`.
    static func decoded(_ bytes: [UInt8], _ folder: ScratchFolder) throws -> Frame {
        let path = folder.file("shown.jpg")
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        var reader = try FrameReader(opening: StreamSettings(address: StreamAddress(file: path)), ledger: FrameLedger())
        var found: Frame?
        try reader.readAll(demand: { .everyFrame }, deliver: { found = $0 })
        return try #require(found)
    }

    /// Standard deviation of the luma in the part of `frame` from `from` to `to`, shares of its width.
    static func spread(_ frame: Frame, from: Double, to: Double) -> Double {
        let columns = Int(from * Double(frame.width))..<Int(to * Double(frame.width))
        let values = stride(from: 2, to: frame.height - 2, by: 3).flatMap { y in
            columns.map { Double(frame.luma[$0, y]) }
        }
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }
}

extension Feed {
    /// Lets a packet arrive that says it is a keyframe and holds nothing that can be decoded.
    func arriveBroken() throws {
        var packet = unsafe av_packet_alloc()
        defer { unsafe av_packet_free(&packet) }
        guard let junk = unsafe packet, unsafe av_new_packet(junk, 500) >= 0, let first = tap.newestKeyframe else {
            return
        }
        for place in 0..<500 { unsafe junk.pointee.data[place] = 0xFF }
        unsafe junk.pointee.flags = AV_PKT_FLAG_KEY
        ring.push(
            try unsafe EncodedPacket(
                moving: junk, parameters: first.parameters, sequence: 10_000, receivedAt: .now, wallTime: .now))
    }
}
