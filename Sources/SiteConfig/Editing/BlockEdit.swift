import VideoCore
import Yams

/// Changes of keys that stand below each other: what stays the same keeps its lines, with their comments.
struct BlockEdit {
    let source: YAMLSource

    /// The lines of `pairs`, within `lines`, for `values`. Nothing where they do not stand below each other, so that all of
    /// them have to be written anew.
    func change(
        _ pairs: Node.Mapping, within lines: Range<Int>, to values: [String: JSONValue], path: String
    ) throws -> [YAMLSource.Edit]? {
        guard !values.isEmpty, let keys = keys(of: pairs, within: lines) else { return nil }
        var edits: [YAMLSource.Edit] = []
        for key in keys {
            guard let value = values[key.name] else {
                // The one behind the dash of a list cannot go without it.
                guard key.lead.allSatisfy({ $0 == " " }) else { return nil }
                edits.append(.init(range: source.range(ofLines: key.lines), text: ""))
                continue
            }
            edits += try change(key, to: value, path: path)
        }
        let column = keys[0].lead.unicodeScalars.count
        let order = Section.all.first { $0.path == path }?.keys ?? []
        let known = Set(keys.map(\.name))
        let added =
            order.filter { values[$0] != nil && !known.contains($0) }
            + values.keys.filter { !order.contains($0) && !known.contains($0) }.sorted()
        for name in added {
            let earlier = order.prefix { $0 != name }
            let neighbour = order.contains(name) ? keys.last { earlier.contains($0.name) } : nil
            let place = source.start(ofLine: (neighbour ?? keys[keys.count - 1]).lines.upperBound)
            let text = try EntryText.pair(name, values[name] ?? .null, indent: column, path: path)
            edits.append(.init(range: place..<place, text: self.text(text, at: place)))
        }
        return edits
    }

    /// `lines` with their ends, to stand at `place`.
    func text(_ lines: [String], at place: Int) -> String {
        let opensLine = place == source.scalars.count && !source.endsInBreak
        return (opensLine ? source.lineBreak : "") + lines.map { $0 + source.lineBreak }.joined()
    }

    private struct Key {
        let name: String
        let value: Node
        /// What stands before it on its line.
        let lead: String
        var lines: Range<Int>
    }

    private func keys(of pairs: Node.Mapping, within lines: Range<Int>) -> [Key]? {
        var keys: [Key] = []
        for (key, value) in pairs {
            guard let name = key.scalar?.string, let mark = key.mark, lines.contains(mark.line - 1) else { return nil }
            let lead = source.before(mark)
            let isFirst = keys.isEmpty
            guard isFirst || lead.allSatisfy({ $0 == " " }) && mark.line - 1 > keys[keys.count - 1].lines.lowerBound,
                keys.first.map({ $0.lead.unicodeScalars.count == lead.unicodeScalars.count }) ?? true
            else { return nil }
            if !isFirst {
                let last = keys.count - 1
                keys[last].lines = source.trimmed(
                    keys[last].lines.lowerBound..<mark.line - 1, column: lead.unicodeScalars.count + 1)
            }
            keys.append(Key(name: name, value: value, lead: lead, lines: mark.line - 1..<lines.upperBound))
        }
        guard let last = keys.indices.last else { return nil }
        keys[last].lines = source.trimmed(keys[last].lines, column: keys[last].lead.unicodeScalars.count + 1)
        return keys
    }

    private func change(_ key: Key, to value: JSONValue, path: String) throws -> [YAMLSource.Edit] {
        if JSONValue(key.value, under: key.name) == value { return [] }
        let below = path.isEmpty ? key.name : "\(path).\(key.name)"
        let inner = key.lines.lowerBound + 1..<max(key.lines.lowerBound + 1, key.lines.upperBound)
        if case .object(let values) = value, let pairs = key.value.mapping, let mark = pairs.mark,
            source.character(mark) != "{", inner.contains(mark.line - 1),
            let edits = try change(pairs, within: inner, to: values, path: below)
        {
            return edits
        }
        let column = key.lead.unicodeScalars.count
        var lines = try EntryText.pair(key.name, value, indent: column, path: path)
        lines[0] = key.lead + lines[0].dropFirst(column)
        if lines.count == 1, key.lines.count == 1 { lines[0] += comment(behind: key) }
        return [
            .init(
                range: source.range(ofLines: key.lines),
                text: text(lines, at: source.start(ofLine: key.lines.lowerBound)))
        ]
    }

    /// What is said behind a value that needs no quotes; nothing where a quoted one may hold a `#` itself.
    private func comment(behind key: Key) -> String {
        let line = source.line(key.lines.lowerBound)
        guard let scalar = key.value.scalar, scalar.style == .plain, let hash = line.firstRange(of: " #") else {
            return ""
        }
        let spaces = line[..<hash.lowerBound].reversed().prefix { $0 == " " }.count
        return String(repeating: " ", count: spaces) + line[hash.lowerBound...]
    }
}
