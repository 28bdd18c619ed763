/// HTML and SVG, put together so that no text from outside becomes markup.
struct Markup {
    private(set) var text = ""

    /// Markup of our own; the compiler sees to it that nothing from outside gets in.
    mutating func add(_ markup: StaticString) { text += "\(markup)" }

    /// Text from anywhere, escaped.
    mutating func add(text: String) { text.appendEscaped(to: &self.text) }

    /// Markup that was put together in the same way.
    mutating func add(_ other: Markup) { text += other.text }

    /// `<name attributes>content</name>`; values of attributes are escaped, empty ones left out.
    mutating func add(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ content: (inout Markup) -> Void
    ) {
        open(name, attributes)
        text += ">"
        content(&self)
        text += "</\(name)>"
    }

    /// `<name attributes>text</name>`.
    mutating func add(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String) {
        add(name, attributes) { $0.add(text: text) }
    }

    /// `<name attributes/>`, for shapes of SVG.
    mutating func shape(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
        open(name, attributes)
        text += "/>"
    }

    private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
        text += "<\(name)"
        for (key, value) in attributes where !value.isEmpty {
            text += " \(key)=\""
            value.appendEscaped(to: &text)
            text += "\""
        }
    }
}

extension String {
    /// With the five characters escaped that mean something to HTML, and control characters made visible.
    fileprivate func appendEscaped(to text: inout String) {
        for scalar in onOneLine.unicodeScalars {
            switch scalar {
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "&": text += "&amp;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

/// A length in a drawing, with one decimal.
func svgLength(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}
