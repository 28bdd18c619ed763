/// What changes between two texts, as `diff -u` shows it, with passwords blanked out.
public struct UnifiedDiff: Hashable, Sendable {
    /// The difference; empty where there is none.
    public let text: String

    /// Lines that are shown around a change.
    private static let context = 3

    /// From `old` to `new`, two states of the file `name`.
    public init(from old: String, to new: String, name: String) {
        let (before, after) = (Self.lines(old), Self.lines(new))
        let steps = Self.steps(before, after)
        guard steps.contains(where: { $0.sign != " " }) else {
            text = ""
            return
        }
        let blank = BlankedText(old, new)
        var result = ["--- \(name)", "+++ \(name)"]
        for hunk in Self.hunks(steps) {
            let shown = steps[hunk]
            let (oldCount, newCount) = (shown.count { $0.sign != "+" }, shown.count { $0.sign != "-" })
            let (oldStart, newStart) = (
                steps[..<hunk.lowerBound].count { $0.sign != "+" }, steps[..<hunk.lowerBound].count { $0.sign != "-" }
            )
            result.append(
                "@@ -\(oldStart + (oldCount > 0 ? 1 : 0)),\(oldCount) +\(newStart + (newCount > 0 ? 1 : 0)),\(newCount) @@"
            )
            result += shown.map { step in
                // What somebody sent shall not tell them by its blanks which secrets there are.
                "\(step.sign)\(step.sign == "+" ? blank.shownByForm(step.line) : blank.shown(step.line))"
            }
        }
        text = result.map { $0 + "\n" }.joined()
    }

    private struct Step {
        let sign: Character
        let line: Substring
    }

    /// Scalar by scalar, since the two that end a line on Windows are one character.
    private static func lines(_ text: String) -> [Substring] {
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            Substring(line.last == "\r" ? line.dropLast() : line)
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func steps(_ before: [Substring], _ after: [Substring]) -> [Step] {
        let head = zip(before, after).prefix { $0 == $1 }.count
        let most = min(before.count, after.count) - head
        let tail = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
        let same = min(tail, most)
        let (old, new) = (before[head..<before.count - same], after[head..<after.count - same])
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(head + offset)
            case .insert(let offset, _, _): inserted.insert(head + offset)
            }
        }
        var steps = before[..<head].map { Step(sign: " ", line: $0) }
        var (left, right) = (head, head)
        while left < old.endIndex || right < new.endIndex {
            if removed.contains(left) {
                steps.append(Step(sign: "-", line: before[left]))
                left += 1
            } else if inserted.contains(right) {
                steps.append(Step(sign: "+", line: after[right]))
                right += 1
            } else {
                steps.append(Step(sign: " ", line: before[left]))
                (left, right) = (left + 1, right + 1)
            }
        }
        return steps + before[old.endIndex...].map { Step(sign: " ", line: $0) }
    }

    /// Stretches of `steps` with the lines around them, those that meet in one.
    private static func hunks(_ steps: [Step]) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for index in steps.indices where steps[index].sign != " " {
            let range = max(0, index - context)..<min(steps.count, index + context + 1)
            if let last = hunks.last, last.upperBound >= range.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        return hunks
    }
}
