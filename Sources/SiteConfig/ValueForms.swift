import Yams

/// Readings of values that have a form of their own.
extension Value {
    /// One of `words`.
    func word(of words: [String]) -> String? {
        guard let text = text(Suggestion.choice(words)) else { return nil }
        if words.contains(text) { return text }
        let near = Suggestion.nearest(to: text, in: words)
        report(
            "\(shown) is not known here",
            remedy: near.map { "did you mean `\($0)`?" } ?? "write \(Suggestion.choice(words))")
        return nil
    }

    /// Bytes, as `256MiB`.
    func byteSize(in range: ClosedRange<Int>) -> Int? {
        let expected = "a size such as \(ByteSize.text(range.lowerBound)), KiB, MiB or GiB"
        guard let text = text(expected) else { return nil }
        switch ByteSize.bytes(in: text) {
        case .success(let bytes):
            if range.contains(bytes) { return bytes }
            let bounds = "\(ByteSize.text(range.lowerBound))…\(ByteSize.text(range.upperBound))"
            report("\(shown) is out of range", remedy: "write a size of \(bounds)")
        case .failure(.noUnit):
            report("\(shown) has no unit", remedy: "add KiB, MiB or GiB, as in \(ByteSize.text(range.lowerBound))")
        case .failure(.ambiguousUnit(let suggested)):
            report("\(shown) has a unit that programs read differently", remedy: "write \(suggested)")
        case .failure(.malformed): report("\(shown) is not a size", remedy: "write \(expected)")
        }
        return nil
    }

    /// A name that is safe as a part of a path and of a URL.
    func identifier() -> String? {
        field("an id: letters, digits, `-`, `_` and `.`, beginning with a letter or digit, 64 at most")?.identifier()
    }

    /// A line of text for people.
    func line() -> String? { field("a short text")?.words() }

    /// Minutes after midnight from `"07:00"`.
    func minuteOfDay(in range: ClosedRange<Int>) -> Int? {
        guard let text = text("a time such as \"07:00\"") else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.count == 2 && $0.allSatisfy(\.isWholeNumber) ? Int($0) : nil }
        guard parts.count == 2, numbers.count == 2, numbers[1] < 60, range.contains(numbers[0] * 60 + numbers[1]) else {
            let bounds = range.contains(1440) ? "\"00:01\"…\"24:00\"" : "\"00:00\"…\"23:59\""
            report("\(shown) is not a time of day", remedy: "write hours and minutes with two digits each, \(bounds)")
            return nil
        }
        return numbers[0] * 60 + numbers[1]
    }

    /// The entries of a list; nil when it is none.
    func list(of expected: String) -> [Value]? {
        if isNull { return [] }
        guard let list = node.sequence else {
            report("should be a list of \(expected), not \(kind)", remedy: "begin each entry with `- `")
            return nil
        }
        return list.enumerated().map { Value(node: $1, path: "\(path)[\($0)]", diagnosis: diagnosis) }
    }

    /// The keys of a group; nil when it is none. An empty value is an empty group.
    func keys(_ section: Section) -> SectionReader? {
        if isNull { return SectionReader(self, pairs: nil, section: section) }
        guard let pairs = node.mapping else {
            let examples = section.keys.isEmpty ? "" : ": \(section.keys.prefix(3).joined(separator: ", "))"
            report("should be a group of keys, not \(kind)", remedy: "write keys below it\(examples)")
            return nil
        }
        return SectionReader(self, pairs: pairs, section: section)
    }
}
