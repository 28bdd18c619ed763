/// Refuses texts with which the YAML library would hang: it hashes every key of a mapping, so keys that are lists or
/// mappings made of aliases of aliases ("billion laughs") cost exponential time before a single value is seen.
///
/// Works on bytes and errs on the safe side: a configuration has no use for such keys.
enum KeyGuard {
    /// As many aliases expand to a few hundred copies at most, wherever they stand.
    private static let harmlessAliases = 16
    private static let harmlessExplicitKeys = 16

    /// What to say about `text`; nil when it may be parsed.
    static func complaint(about text: String) -> Mistake? {
        var aliases = 0
        var explicitKeys = 0
        var line = 1
        var firstComplexKey: Int?
        var previous = UInt8(ascii: "\n")
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") { line += 1 }
            if startsToken(after: previous) {
                if byte == UInt8(ascii: "*") {
                    aliases += 1
                    if firstComplexKey == nil, aliasIsKey(in: bytes, at: index) { firstComplexKey = line }
                } else if byte == UInt8(ascii: "?") {
                    explicitKeys += 1
                    firstComplexKey = firstComplexKey ?? line
                }
            }
            if firstComplexKey == nil, collectionIsKey(in: bytes, at: index) { firstComplexKey = line }
            previous = byte
        }
        let refused = explicitKeys > harmlessExplicitKeys || aliases > harmlessAliases && firstComplexKey != nil
        guard refused else { return nil }
        return Mistake(
            line: firstComplexKey, column: 1, problem: "a key is a list, a mapping or an alias",
            remedy: "write keys as plain words")
    }

    private static func startsToken(after byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x80 || ",[{:?-".utf8.contains(byte)
    }

    private static func aliasIsKey(in bytes: [UInt8], at index: Int) -> Bool {
        let end = bytes[(index + 1)...].firstIndex { !isNameByte($0) }
        return end.map { colonFollows(in: bytes, from: $0) } ?? false
    }

    private static func collectionIsKey(in bytes: [UInt8], at index: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "]") || bytes[index] == UInt8(ascii: "}") else { return false }
        return colonFollows(in: bytes, from: index + 1) && !closesHostAddress(in: bytes, at: index)
    }

    private static func colonFollows(in bytes: [UInt8], from index: Int) -> Bool {
        let next = bytes[index...].firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        return next.map { bytes[$0] == UInt8(ascii: ":") } ?? false
    }

    /// `rtsp://[::1]:554/`: a bracket after a slash never begins a list.
    private static func closesHostAddress(in bytes: [UInt8], at index: Int) -> Bool {
        guard let open = bytes[max(0, index - 48)..<index].lastIndex(of: UInt8(ascii: "[")), open > 0 else {
            return false
        }
        return bytes[open - 1] == UInt8(ascii: "/")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: byte >= 0x80
        }
    }
}
