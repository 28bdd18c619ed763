import Yams

/// Puts what the YAML library says into words for the person who wrote the file.
enum YAMLComplaints {
    static func mistakes(for error: any Error, in text: String) -> [Mistake] {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let tabs = tabMistakes(in: text)
            if !tabs.isEmpty { return tabs }
            // What is not closed is noticed far below; its beginning is what helps.
            let isOpen = problem.contains("end of stream") || problem.contains("expected ',' or")
            let start = isOpen ? context?.mark : nil
            return [syntaxMistake(problem, at: start ?? mark, in: text)]
        case YamlError.reader: return [characterMistake(in: text)]
        default: return [Mistake(problem: "the file cannot be read as YAML", remedy: "compare with samples/site.yaml")]
        }
    }

    /// Libyaml stops at a tab with a riddle; every indented line with one gets a plain word.
    private static func tabMistakes(in text: String) -> [Mistake] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.enumerated().compactMap { number, line in
            let indent = line.prefix { $0 == " " || $0 == "\t" }
            guard indent.count < line.count, let tab = indent.firstIndex(of: "\t") else { return nil }
            return Mistake(
                line: number + 1, column: indent.distance(from: indent.startIndex, to: tab) + 1,
                problem: "a tab stands in the indentation", remedy: "indent with spaces, two for each level")
        }
    }

    private static func characterMistake(in text: String) -> Mistake {
        var (line, column) = (1, 1)
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                (line, column) = (line + 1, 1)
                continue
            }
            let allowed = scalar == "\t" || scalar == "\r" || scalar == "\u{85}" || (0x20...0x7E) ~= scalar.value
            if !allowed, scalar.value < 0xA0 || scalar == "\u{FEFF}" || (0xFFFE...0xFFFF) ~= scalar.value { break }
            column += 1
        }
        return Mistake(
            line: line, column: column, problem: "an invisible control character stands here",
            remedy: "delete it, or save the file as plain UTF-8 text")
    }

    private static func syntaxMistake(_ problem: String, at mark: Mark, in text: String) -> Mistake {
        let last = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
        let known = meanings.first { problem.contains($0.sign) }
        return Mistake(
            line: min(mark.line, last), column: mark.line > last ? 1 : mark.column,
            problem: known?.problem ?? "the YAML is malformed here (\(problem))",
            remedy: known?.remedy ?? "compare this line and the one above with samples/site.yaml")
    }

    /// By a part of libyaml's message; the first that fits.
    private static let meanings: [(sign: String, problem: String, remedy: String)] = [
        (
            "mapping values are not allowed", "a second `: ` stands on this line, or it is indented too far",
            "put text that contains `: ` in quotes; give keys that belong together the same indentation"
        ),
        (
            "cannot start any token", "a value may not begin with this character",
            "put the value in quotes"
        ),
        (
            "could not find expected ':'", "a `: ` is missing after a key",
            "write `key: value`, with a space after the colon"
        ),
        (
            "did not find expected key", "the indentation does not fit the lines above",
            "give keys that belong together the same indentation"
        ),
        (
            "did not find expected '-' indicator", "the indentation does not fit the list above",
            "begin each entry of a list with `- `, all with the same indentation"
        ),
        (
            "block sequence entries are not allowed", "a list entry cannot stand here",
            "put `- ` on a line of its own below the key"
        ),
        (
            "did not find expected ',' or", "a bracket is not closed, or a comma is missing",
            "close every `[` and `{` and put commas between values"
        ),
        (
            "did not find expected node content", "a value is missing between brackets or commas",
            "close every `[` and `{` and put one comma between values"
        ),
        ("unexpected end of stream", "a quotation mark is not closed", "close the quotation mark"),
        ("undefined alias", "an alias (*name) stands for nothing", "define it above with &name, or quote the value"),
        (
            "found another document", "a second document begins with `---`",
            "keep one document in a file: delete the line `---`"
        ),
        ("did not find expected <document start>", "the text goes on after its end", "compare with samples/site.yaml"),
        (
            "nesting level", "brackets or lists lie too deep within each other",
            "close every `[` and `{`; write less deeply"
        ),
        ("escape", "an unknown escape stands after a backslash", "use single quotes: there a backslash is plain text"),
    ]
}
