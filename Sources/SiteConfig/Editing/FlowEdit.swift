import VideoCore
import Yams

/// Changes of a list in brackets.
struct FlowEdit {
    let source: YAMLSource
    /// Where the list stands, and its entries.
    let list: Node.Sequence
    /// As `nvrs[]`.
    let path: String

    /// The entry at `index` becomes `value`, or goes. Nothing where it is written as an alias.
    func change(_ index: Int, to value: JSONValue?) throws -> [YAMLSource.Edit]? {
        guard let range = range(of: list[index]) else { return nil }
        if let value { return [.init(range: range, text: try EntryText.flow(value, path: path))] }
        // With the comma behind it, or else the one before.
        if let comma = separator(from: range.upperBound, by: 1) {
            return [.init(range: range.lowerBound..<comma + 1, text: "")]
        }
        let from = separator(from: range.lowerBound - 1, by: -1) ?? range.lowerBound
        return [.init(range: from..<range.upperBound, text: "")]
    }

    /// `value` comes last.
    func add(_ value: JSONValue) throws -> [YAMLSource.Edit]? {
        guard let mark = list.mark, let end = end(from: source.offset(mark)) else { return nil }
        let text = try EntryText.flow(value, path: path)
        guard let last = list.last else { return [.init(range: end - 1..<end - 1, text: text)] }
        guard let lastEnd = range(of: last)?.upperBound else { return nil }
        let hasComma = separator(from: lastEnd, by: 1) != nil
        return [.init(range: lastEnd..<lastEnd, text: hasComma ? "" : ", \(text)")]
            + (hasComma ? [.init(range: end - 1..<end - 1, text: text)] : [])
    }

    private func range(of entry: Node) -> Range<Int>? {
        guard let mark = entry.mark, let begin = list.mark, let end = end(from: source.offset(begin)) else {
            return nil
        }
        let start = source.offset(mark)
        guard start > source.offset(begin), start < end, let own = self.end(from: start) else { return nil }
        return start..<own
    }

    /// The comma next to `index` with nothing but space between.
    private func separator(from index: Int, by step: Int) -> Int? {
        var index = index
        while source.scalars.indices.contains(index) {
            if source.scalars[index] == "," { return index }
            guard source.scalars[index].properties.isWhitespace else { return nil }
            index += step
        }
        return nil
    }

    /// Behind the bracket that closes the one at `start`.
    func end(from start: Int) -> Int? {
        let scalars = source.scalars
        guard start < scalars.count, scalars[start] == "[" || scalars[start] == "{" else { return nil }
        var (depth, index) = (0, start)
        while index < scalars.count {
            switch scalars[index] {
            case "[", "{": depth += 1
            case "]", "}":
                depth -= 1
                if depth == 0 { return index + 1 }
            case "\"", "'":
                if startsValue(at: index) { index = closingQuote(from: index) ?? scalars.count }
            case "#":
                if index > 0, scalars[index - 1].properties.isWhitespace {
                    index = scalars[index...].firstIndex(of: "\n") ?? scalars.count
                }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Within a word a quotation mark is a letter like others.
    private func startsValue(at index: Int) -> Bool {
        let before = source.scalars[..<index].last { !$0.properties.isWhitespace }
        return before.map { "[{,:".unicodeScalars.contains($0) } ?? true
    }

    private func closingQuote(from start: Int) -> Int? {
        let (scalars, quote) = (source.scalars, source.scalars[start])
        var index = start + 1
        while index < scalars.count {
            if quote == "\"", scalars[index] == "\\" {
                index += 1
            } else if scalars[index] == quote {
                guard quote == "'", index + 1 < scalars.count, scalars[index + 1] == "'" else { return index }
                index += 1
            }
            index += 1
        }
        return nil
    }
}
