import VideoCore
import VideoStreams

/// Decodes what a camera sends, from its newest keyframe on, for those who watch it live.
struct LiveDecoder: ~Copyable {
    /// Further behind than this, the next keyframe is better than every picture.
    private static let longestLag = Duration.seconds(2)

    let tap: PacketTap
    private var extractor = FrameExtractor(ledger: FrameLedger())
    private var last: Int?

    init(_ tap: PacketTap) { self.tap = tap }

    /// The newest picture that has come since the last call; nil where none has.
    mutating func newest() -> Frame? {
        var newest: Frame?
        for packet in next() {
            do {
                try extractor.consume(packet, demand: .everyFrame, rewind: { _ in false }) { newest = $0 }
            } catch {
                // Nothing can be made of it: from the next keyframe on.
                extractor = FrameExtractor(ledger: FrameLedger())
            }
            last = packet.sequence
        }
        return newest
    }

    private mutating func next() -> ArraySlice<EncodedPacket> {
        guard let last else { return tap.packets(since: .now)[...] }
        let packets = tap.packets(after: last).packets
        guard let first = packets.first, let newest = packets.last else { return [] }
        let isBehind = newest.receivedAt - first.receivedAt > Self.longestLag
        guard isBehind || first.sequence != last + 1, let keyframe = packets.lastIndex(where: \.isKeyframe) else {
            return packets[...]
        }
        extractor = FrameExtractor(ledger: FrameLedger())
        return packets[keyframe...]
    }
}
