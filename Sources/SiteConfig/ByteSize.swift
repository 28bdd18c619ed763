/// Sizes as people write them: a number and a binary unit.
enum ByteSize {
    private static let units: [(name: String, bytes: Int)] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]

    /// Why a text is no size.
    enum Refusal: Error, Equatable {
        /// A bare number.
        case noUnit
        /// `MB`, `M`: read differently by different programs.
        case ambiguousUnit(suggested: String)
        /// Anything else.
        case malformed
    }

    /// Bytes in `text`, such as `256MiB` or `1.5 GiB`.
    static func bytes(in text: String) -> Result<Int, Refusal> {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text.dropFirst(number.count).drop { $0 == " " }
        guard let value = Double(number), value.isFinite, value < 1e9 else { return .failure(.malformed) }
        if unit.isEmpty { return .failure(.noUnit) }
        if let known = units.first(where: { $0.name == unit }) { return .success(Int(value * Double(known.bytes))) }
        if let letter = unit.first?.uppercased(), let near = units.first(where: { $0.name.hasPrefix(letter) }) {
            return .failure(.ambiguousUnit(suggested: "\(number)\(near.name)"))
        }
        return .failure(.malformed)
    }

    /// `bytes` with the largest unit that divides it.
    static func text(_ bytes: Int) -> String {
        guard let unit = units.first(where: { bytes != 0 && bytes % $0.bytes == 0 }) else { return "\(bytes) bytes" }
        return "\(bytes / unit.bytes)\(unit.name)"
    }
}
