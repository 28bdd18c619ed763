import VideoCore
import Yams

/// A list whose entries begin with a dash on a line of their own.
struct BlockList {
    private let source: YAMLSource
    private let list: Node.Sequence
    /// The lines of each entry.
    private let lines: [Range<Int>]

    /// The list under `key` at the top of `root`. Nothing where an entry is an alias, or otherwise has no lines of its own.
    init?(_ list: Node.Sequence, _ root: Node, _ key: String, _ source: YAMLSource) {
        guard let own = root.mapping?.first(where: { $0.key.scalar?.string == key })?.key.mark else { return nil }
        let next = (root.mapping ?? [:]).compactMap { $0.key.mark?.line }.filter { $0 > own.line }.min()
        let end = next.map { $0 - 1 } ?? source.lineCount
        var starts: [Int] = []
        for entry in list {
            guard let start = Self.dash(of: entry, after: starts.last ?? own.line - 1, before: end, source) else {
                return nil
            }
            starts.append(start)
        }
        self.source = source
        self.list = list
        lines = zip(starts, starts.dropFirst() + [end]).map { start, end in
            source.trimmed(start..<end, column: Self.indent(source.line(start)) + 1)
        }
    }

    /// The entry at `index` becomes `value`, or goes.
    func change(_ index: Int, to value: JSONValue?, path: String) throws -> [YAMLSource.Edit]? {
        let (own, range) = (lines[index], source.range(ofLines: lines[index]))
        guard let value else { return [.init(range: range, text: "")] }
        guard case .object(let values) = value else { return nil }
        let block = BlockEdit(source: source)
        let isInBraces = source.character(list[index].mark) == "{"
        if let short = try isInBraces ? EntryText.flow(value, path: path) : nil, short.count <= 120 {
            let indent = String(repeating: " ", count: Self.indent(source.line(own.lowerBound)))
            return [.init(range: range, text: block.text(["\(indent)- \(short)"], at: range.lowerBound))]
        }
        if let pairs = list[index].mapping, !isInBraces,
            let edits = try block.change(pairs, within: own, to: values, path: path)
        {
            return edits
        }
        return [.init(range: range, text: block.text(try entry(values, like: own, path: path), at: range.lowerBound))]
    }

    /// `value` comes last.
    func add(_ value: JSONValue, path: String) throws -> [YAMLSource.Edit]? {
        guard case .object(let values) = value, let last = lines.last else { return nil }
        let place = source.start(ofLine: last.upperBound)
        let text = BlockEdit(source: source).text(try entry(values, like: last, path: path), at: place)
        return [.init(range: place..<place, text: text)]
    }

    private func entry(_ values: [String: JSONValue], like other: Range<Int>, path: String) throws -> [String] {
        let indent = Self.indent(source.line(other.lowerBound))
        var lines = try EntryText.block(values, indent: indent + 2, path: path)
        lines[0] = String(repeating: " ", count: indent) + "- " + lines[0].dropFirst(indent + 2)
        return lines
    }

    private static func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }

    /// The line of the dash that `entry` begins with.
    private static func dash(of entry: Node, after: Int, before end: Int, _ source: YAMLSource) -> Int? {
        guard let mark = entry.mark, (after..<end).contains(mark.line - 1) else { return nil }
        var line = mark.line - 1
        while line > after || line == mark.line - 1 {
            let text = source.line(line).drop { $0 == " " }
            if text == "-" || text.hasPrefix("- ") { return line }
            // Comments may stand between the dash and what it begins.
            guard line == mark.line - 1 || text.isEmpty || text.hasPrefix("#") else { return nil }
            line -= 1
        }
        return nil
    }
}
