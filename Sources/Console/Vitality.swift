/// Whether the parts of the process that must come round again and again still do.
///
/// Pure: takes the time, in seconds on a clock that is never put back and stands still while the machine sleeps.
public struct Vitality: Hashable, Sendable {
    /// Seconds without a sign of life after which a part counts as stuck.
    public static let limit = 60.0

    private var lastBeat: [String: Double] = [:]

    /// No part is known.
    public init() {}

    /// The part called `name` has come round at the moment `now`. The first beat makes it known.
    public mutating func beat(_ name: String, now: Double) { lastBeat[name] = now }

    /// One sentence for each part that is stuck at the moment `now`, by name.
    public func troubles(now: Double) -> [String] {
        lastBeat.sorted { $0.key < $1.key }.compactMap { name, last in
            let silence = now - last
            guard silence > Self.limit else { return nil }
            return "\(name) has not come round for \(Int(silence)) s: if that lasts, restart the service and report it"
        }
    }
}
