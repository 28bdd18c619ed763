public import Vision

/// What a camera's view looks like when it is as it should be.
///
/// It belongs to one geometry: floor lines drawn anew begin with a new reference.
public struct ViewReference: Hashable, Sendable {
    /// Which configured geometry it belongs to; see ``ThrownObjectSettings/geometryFingerprint``.
    public var fingerprint: UInt64
    /// The edges as they were learnt, which do not change: by daylight a camera that sinks slowly is found with them.
    public var home: EdgeMap
    /// The edges as they were of late: day and night look different.
    public var recent: EdgeMap
    /// Usual mean length of the gradient, in grey levels; by day, as nights weigh little.
    public var strength: Double
    /// Usual mean brightness of late, in grey levels.
    public var mean: Double

    /// "TCV1": the form of the bytes.
    private static let mark: [UInt8] = [0x54, 0x43, 0x56, 0x31]

    /// A reference of a view just learnt.
    init(fingerprint: UInt64, home: EdgeMap, strength: Double, mean: Double) {
        self.fingerprint = fingerprint
        self.home = home
        recent = home
        self.strength = strength
        self.mean = mean
    }

    /// Reads what ``bytes`` wrote; nil when that is damaged or of another form.
    public init?(bytes: [UInt8]) {
        guard bytes.count > 32, Array(bytes.prefix(4)) == Self.mark else { return nil }
        let words = (0..<3).map { number(bytes[(4 + 8 * $0)...]) }
        let (columns, rows) = (Int(bytes[28]) | Int(bytes[29]) << 8, Int(bytes[30]) | Int(bytes[31]) << 8)
        let count = 2 * columns * rows
        guard bytes.count == 32 + 2 * count else { return nil }
        let vectors = bytes[32...].map { Int8(bitPattern: $0) }
        guard let home = EdgeMap(columns: columns, rows: rows, vectors: Array(vectors.prefix(count))),
            let recent = EdgeMap(columns: columns, rows: rows, vectors: Array(vectors.dropFirst(count)))
        else { return nil }
        let (strength, mean) = (Double(bitPattern: words[1]), Double(bitPattern: words[2]))
        guard strength.isFinite, strength > 0, mean.isFinite else { return nil }
        self.init(fingerprint: words[0], home: home, strength: strength, mean: mean)
        self.recent = recent
    }

    /// The reference as bytes, for a file: some 60 kB.
    public var bytes: [UInt8] {
        var bytes = Self.mark
        for word in [fingerprint, strength.bitPattern, mean.bitPattern] {
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
        for size in [home.columns, home.rows] { bytes += [UInt8(size & 0xFF), UInt8(size >> 8 & 0xFF)] }
        return bytes + home.vectors.map { UInt8(bitPattern: $0) } + recent.vectors.map { UInt8(bitPattern: $0) }
    }
}

/// A number of eight bytes, lowest first.
private func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
}
