/// A place in one queue, as a text that means nothing to whoever is given it.
///
/// It names the queue too: after a damaged queue was begun anew, numbers begin at 1 again, and a place in the old one must
/// not be taken for one in the new.
public struct QueueCursor: Hashable, Sendable, CustomStringConvertible {
    /// Which queue.
    public let queue: UInt32
    /// The event behind which it stands; 0 stands before the first.
    public let sequence: Int64

    /// Behind the event `sequence` of the queue `queue`.
    public init(queue: UInt32, sequence: Int64) {
        self.queue = queue
        self.sequence = sequence
    }

    /// Reads what ``description`` writes; nil when `text` is something else.
    public init?(_ text: String) {
        guard let match = text.wholeMatch(of: /([0-9a-f]{8})-([0-9]{1,18})/), let queue = UInt32(match.1, radix: 16),
            let sequence = Int64(match.2)
        else { return nil }
        self.init(queue: queue, sequence: sequence)
    }

    /// The text.
    public var description: String {
        let digits = String(queue, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits + "-\(sequence)"
    }
}
