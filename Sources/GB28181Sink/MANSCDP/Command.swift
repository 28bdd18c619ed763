import ChineseText
/// A command of MANSCDP, the XML that GB/T 28181 (annex A) puts into SIP, as this side writes it.
struct Command: Hashable, Sendable {
    /// One element: with text or with elements in it.
    indirect enum Element: Hashable, Sendable {
        case text(String, String)
        case group(String, [Element], attributes: [String] = [])
    }

    /// `Notify` or `Response`.
    var root: String
    var elements: [Element]

    /// The command of type `type` about `device`; `number` binds question and answer.
    init(_ root: String, _ type: String, number: Int, device: String, _ elements: [Element] = []) {
        self.root = root
        self.elements =
            [.text("CmdType", type), .text("SN", "\(number)"), .text("DeviceID", device)] + elements
    }

    /// The document in `charset`.
    func bytes(_ charset: GB28181Settings.Charset) -> [UInt8] {
        var text = "<?xml version=\"1.0\" encoding=\"\(charset.label)\"?>\r\n"
        Self.write(.group(root, elements), into: &text)
        guard charset != .utf8, let bytes = ChineseText.bytes(text) else { return Array(text.utf8) }
        return bytes
    }

    private static func write(_ element: Element, into text: inout String) {
        switch element {
        case .text(let name, let content): text += "<\(name)>\(escaped(content))</\(name)>\r\n"
        case .group(let name, let elements, let attributes):
            text += "<\(([name] + attributes).joined(separator: " "))>\r\n"
            for element in elements { write(element, into: &text) }
            text += "</\(name)>\r\n"
        }
    }

    /// Without what XML 1.0 cannot hold, and with entities for what it would take for its own.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&apos;"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value & 0xFFFE == 0xFFFE: break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
