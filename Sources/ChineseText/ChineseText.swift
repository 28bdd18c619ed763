import Glibc

/// Text in GB 18030, by the C library's `iconv`: Foundation does not convert it on Linux.
public enum ChineseText {
    /// Why bytes could not be converted.
    public enum Trouble: Error, Hashable, Sendable {
        /// This machine has no such conversion.
        case notKnownHere
        /// What begins at this byte is no character.
        case illegible(at: Int)
    }

    /// `text` in GB 18030, in which every character has its code; nil where this machine has no such conversion.
    public static func bytes(_ text: String) -> [UInt8]? {
        try? converted(Array(text.utf8), from: "UTF-8", to: "GB18030")
    }

    /// The UTF-8 of `bytes` in GB 18030.
    public static func utf8(_ bytes: [UInt8]) throws(Trouble) -> [UInt8] {
        try converted(bytes, from: "GB18030", to: "UTF-8")
    }

    /// The text that `bytes` hold: UTF-8 where they are valid as such, else GB 18030, with replacement characters where
    /// they are neither.
    public static func text(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        return String(decoding: (try? utf8(bytes)) ?? bytes, as: UTF8.self)
    }

    private static func converted(_ bytes: [UInt8], from: String, to: String) throws(Trouble) -> [UInt8] {
        guard let converter = unsafe iconv_open(to, from), Int(bitPattern: converter) != -1 else {
            throw .notKnownHere
        }
        defer { unsafe iconv_close(converter) }
        var source = bytes.map { CChar(bitPattern: $0) }
        // A byte becomes four at most: ASCII stays one, two become three or four.
        var result = [CChar](repeating: 0, count: bytes.count * 4 + 16)
        let capacity = result.count
        var (left, room) = (source.count, capacity)
        let failed = unsafe source.withUnsafeMutableBufferPointer { from in
            unsafe result.withUnsafeMutableBufferPointer { to in
                var input = from.baseAddress
                var output = to.baseAddress
                return unsafe iconv(converter, &input, &left, &output, &room) == -1
            }
        }
        guard !failed, left == 0 else { throw .illegible(at: bytes.count - left) }
        return result[..<(capacity - room)].map { UInt8(bitPattern: $0) }
    }
}
