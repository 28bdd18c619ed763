import Yams

/// The text of a document with the places that the YAML library speaks of.
struct YAMLSource {
    let scalars: [Unicode.Scalar]
    /// Where each line begins, and the end of the text.
    private let starts: [Int]

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        var starts = [0]
        for index in scalars.indices where Self.isBreak(scalars[index]) {
            // What ends lines on Windows is one break.
            let isFirstOfTwo = scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
            if !isFirstOfTwo { starts.append(index + 1) }
        }
        if starts.last != scalars.count { starts.append(scalars.count) }
        self.starts = starts
    }

    /// What libyaml counts as the end of a line.
    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
    }

    /// Number of lines.
    var lineCount: Int { max(0, starts.count - 1) }

    /// How its lines end.
    var lineBreak: String {
        guard let first = scalars.firstIndex(where: Self.isBreak) else { return "\n" }
        return scalars[first] == "\r" && first + 1 < scalars.count && scalars[first + 1] == "\n" ? "\r\n" : "\n"
    }

    /// Whether the last line has an end.
    var endsInBreak: Bool { scalars.last.map(Self.isBreak) ?? true }

    /// Where line `line`, from 0, begins; the end of the text behind the last one.
    func start(ofLine line: Int) -> Int { starts[min(max(line, 0), starts.count - 1)] }

    /// The range of `lines`, from 0, with their ends.
    func range(ofLines lines: Range<Int>) -> Range<Int> {
        start(ofLine: lines.lowerBound)..<max(start(ofLine: lines.lowerBound), start(ofLine: lines.upperBound))
    }

    /// Line `line`, from 0, without its end.
    func line(_ line: Int) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range(ofLines: line..<line + 1)].filter { !Self.isBreak($0) })
        return String(view)
    }

    /// Where `mark` points.
    func offset(_ mark: Mark) -> Int { min(start(ofLine: mark.line - 1) + mark.column - 1, scalars.count) }

    /// The character at `mark`.
    func character(_ mark: Mark?) -> Unicode.Scalar? {
        mark.map(offset).flatMap { $0 < scalars.count ? scalars[$0] : nil }
    }

    /// What stands before `mark` on its line.
    func before(_ mark: Mark) -> String { String(line(mark.line - 1).unicodeScalars.prefix(mark.column - 1)) }

    /// `lines` without blank ones at their end, and without comments there that stand further left than `column`, from 0:
    /// they belong to what follows.
    func trimmed(_ lines: Range<Int>, column: Int) -> Range<Int> {
        var end = lines.upperBound
        while end > lines.lowerBound + 1 {
            let text = line(end - 1)
            let indent = text.prefix { $0 == " " }.count
            let rest = text.dropFirst(indent)
            guard rest.allSatisfy(\.isWhitespace) || rest.hasPrefix("#") && indent < column else { break }
            end -= 1
        }
        return lines.lowerBound..<end
    }

    /// The text with each of `edits` made; they do not overlap.
    func applying(_ edits: [Edit]) -> String {
        var scalars = scalars
        // Those at one place in the order in which they were given.
        let sorted = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) > ($1.element.range.lowerBound, $1.offset)
        }
        for (_, edit) in sorted { scalars.replaceSubrange(edit.range, with: Array(edit.text.unicodeScalars)) }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Other text for a part of it.
    struct Edit: Hashable {
        let range: Range<Int>
        let text: String
    }
}

extension String {
    fileprivate init(_ scalars: Substring.UnicodeScalarView) { self = String(Substring(scalars)) }
}
