/// How many frames a detector needs; a stream is decoded at the highest demand made of it.
public enum FrameDemand: Hashable, Sendable {
    /// Only frames that decode by themselves, at most one each `seconds`.
    case keyframes(every: Double)
    /// Keyframes while nothing happens; every frame from the start of the group of pictures in which something moves.
    case onActivity
    /// Every frame.
    case everyFrame
}

/// Looks at the frames of one camera, in order, and reports incidents.
///
/// A detector has one owner and is called from one place at a time. It copes with changes of size and with gaps in
/// media time by itself. After warm-up it allocates nothing for a frame in which nothing is found.
public protocol Detector {
    /// What it needs now; may change after any frame.
    var demand: FrameDemand { get }

    /// Looks at the next frame. Throws when it cannot go on; it is then thrown away and built anew.
    mutating func findings(in frame: Frame) throws -> [Finding]

    /// The stream has ended: reports what is still open.
    mutating func finish() -> [Finding]

    /// Seconds of media time, since it was made, in which it could not have seen what it is there to see.
    var blindSeconds: Double { get }
}

extension Detector {
    /// Never blind, unless the detector says otherwise.
    public var blindSeconds: Double { 0 }
}
