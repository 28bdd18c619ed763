import Delivery

/// Subjects of alarms, `<base>.<site>.<camera>.<kind>`, so that a consumer can ask for a part of them.
enum NATSSubject {
    /// The subject of the event with this heading.
    static func of(_ heading: EventHeading, base: String) -> String {
        ([base] + [heading.site, heading.camera, heading.kind].map(token)).joined(separator: ".")
    }

    /// All that may come under `base`.
    static func all(under base: String) -> String { base + ".*.*.*" }

    /// `name` as one word of a subject: what a subject gives a meaning to, and all that is no ASCII, as `%` and two
    /// digits for each byte. Different names stay different.
    static func token(_ name: String) -> String {
        guard !name.isEmpty else { return "_" }
        var token = ""
        for byte in name.utf8.prefix(128) {
            let character = Character(Unicode.Scalar(byte))
            let isKept = character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
            let hex = String(byte, radix: 16, uppercase: true)
            token += isKept ? String(character) : "%" + (hex.count == 1 ? "0" : "") + hex
        }
        return token
    }

    /// Whether a stream that listens to `pattern` takes in all that `subject` stands for.
    static func covers(_ pattern: String, _ subject: String) -> Bool {
        let wanted = subject.split(separator: ".")
        let heard = pattern.split(separator: ".")
        for (index, word) in wanted.enumerated() {
            guard index < heard.count else { return false }
            if heard[index] == ">" { return true }
            guard heard[index] == "*" || heard[index] == word else { return false }
        }
        return heard.count == wanted.count
    }
}
