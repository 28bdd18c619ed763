/// The fields of one message in the encoding of Protocol Buffers, one after the other; it ends at the first that is not
/// whole. Nothing is copied, and nothing is read beyond the message, whatever the bytes say.
struct ProtobufFields: Sequence, IteratorProtocol {
    /// A field: its number, and its value.
    enum Field {
        case number(Int, UInt64)
        case bytes(Int, ArraySlice<UInt8>)
        /// Of 4 or 8 bytes, which nobody needs.
        case fixed(Int)
    }

    private var rest: ArraySlice<UInt8>

    init(_ message: ArraySlice<UInt8>) { rest = message }

    mutating func next() -> Field? {
        guard let key = varint() else { return nil }
        let field = Int(key >> 3 & 0x1fff_ffff)
        switch key & 7 {
        case 0: return varint().map { .number(field, $0) }
        case 1: return take(8).map { _ in .fixed(field) }
        case 2: return varint().flatMap { Int(exactly: $0) }.flatMap { take($0) }.map { .bytes(field, $0) }
        case 5: return take(4).map { _ in .fixed(field) }
        default: return nil
        }
    }

    /// The message again, with each field that `change` gives a new value in its place.
    func rewritten(_ change: (Field) -> Field?) -> [UInt8] {
        var (fields, message) = (self, [UInt8]())
        message.reserveCapacity(rest.count)
        while true {
            let before = fields.rest
            guard let field = fields.next() else { return message + before }
            guard let changed = change(field) else {
                message += before[before.startIndex..<fields.rest.startIndex]
                continue
            }
            switch changed {
            case .number(let number, let value):
                message += Self.encoded(UInt64(number) << 3) + Self.encoded(value)
            case .bytes(let number, let bytes):
                message += Self.encoded(UInt64(number) << 3 | 2) + Self.encoded(UInt64(bytes.count))
                message += bytes
            case .fixed: break
            }
        }
    }

    private static func encoded(_ value: UInt64) -> [UInt8] {
        var (value, bytes) = (value, [UInt8]())
        repeat {
            bytes.append(UInt8(value & 0x7f) | (value > 0x7f ? 0x80 : 0))
            value >>= 7
        } while value > 0
        return bytes
    }

    /// The messages or texts in field `number`.
    func all(_ number: Int) -> [ArraySlice<UInt8>] {
        compactMap { if case .bytes(number, let bytes) = $0 { bytes } else { nil } }
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7f) << UInt64(shift)
            if byte < 0x80 { return value }
        }
        return nil
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
