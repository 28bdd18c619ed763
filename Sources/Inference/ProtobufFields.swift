/// The fields of one message in the encoding of Protocol Buffers, one after the other; it ends at the first that is not
/// whole. Nothing is copied, and nothing is read beyond the message, whatever the bytes say.
struct ProtobufFields: Sequence, IteratorProtocol {
    /// A field: its number, and its value.
    enum Field {
        case number(Int, UInt64)
        case bytes(Int, ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    init(_ message: ArraySlice<UInt8>) { rest = message }

    mutating func next() -> Field? {
        while let key = varint() {
            let field = Int(key >> 3 & 0x1fff_ffff)
            switch key & 7 {
            case 0: return varint().map { .number(field, $0) }
            case 1: guard take(8) != nil else { return nil }
            case 2: return varint().flatMap { Int(exactly: $0) }.flatMap { take($0) }.map { .bytes(field, $0) }
            case 5: guard take(4) != nil else { return nil }
            default: return nil
            }
        }
        return nil
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
