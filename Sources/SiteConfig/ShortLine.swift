/// What may stand as a name or remark for people: one short line that shows as it is written.
enum ShortLine {
    /// Whether `text` has something to read, 200 characters at most, and nothing that breaks a line or turns the order of
    /// what follows it.
    static func accepts(_ text: String) -> Bool {
        // 800 bytes: characters of four bytes; a letter with a thousand marks on it is one character too.
        guard text.utf8.count <= 800, text.count <= 200, !text.allSatisfy(\.isWhitespace) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: false
            default: true
            }
        }
    }
}
