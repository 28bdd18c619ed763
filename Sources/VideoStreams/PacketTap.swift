/// A look at the packets that one camera's ring holds, for evidence and for those who look at cameras: takes nothing away
/// and holds nothing up.
///
/// Packets are shared by reference; whoever asks once a second or so misses none.
public struct PacketTap: Equatable, Sendable {
    private let ring: PacketRing

    /// A look into `ring`.
    public init(_ ring: PacketRing) { self.ring = ring }

    /// The packets held from the last keyframe that had arrived at `moment`, or else from the oldest one held.
    public func packets(since moment: ContinuousClock.Instant) -> [EncodedPacket] { ring.packets(since: moment) }

    /// The packets held with a number above `sequence`, and whether no more will come.
    public func packets(after sequence: Int) -> (packets: [EncodedPacket], isOver: Bool) {
        ring.packets(after: sequence)
    }

    /// The newest packet that decoding can start at; nil before the first.
    public var newestKeyframe: EncodedPacket? { ring.newestKeyframe }

    /// Whether both look into the same ring: a camera that is set up anew has another.
    public static func == (lhs: PacketTap, rhs: PacketTap) -> Bool { lhs.ring === rhs.ring }
}
