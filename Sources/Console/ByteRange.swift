/// Which part of a file is asked for (RFC 9110, section 14).
enum ByteRange: Hashable {
    /// All of it.
    case whole
    /// These bytes.
    case part(Range<Int>)
    /// None that there is.
    case unsatisfiable

    /// The header field `Range` for a file of `size` bytes. Several parts at once, and what is no range, mean all of it.
    init(_ field: String?, size: Int) {
        self = .whole
        guard let match = field?.wholeMatch(of: /bytes=([0-9]{0,18})-([0-9]{0,18})/) else { return }
        switch (Int(match.1), Int(match.2)) {
        case (let first?, let last):
            if let last, last < first { return }
            self = first < size ? .part(first..<min((last ?? size) + 1, size)) : .unsatisfiable
        case (nil, let count?):
            self = count > 0 && size > 0 ? .part(max(size - count, 0)..<size) : .unsatisfiable
        case (nil, nil): return
        }
    }
}
