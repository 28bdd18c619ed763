import Yams

/// One value of a document: where it stands, and typed readings of it. A reading that fails reports the mistake and
/// gives nil, so that the rest of the document is still read.
struct Value {
    let node: Node
    /// As `cameras[2].url`.
    let path: String
    let diagnosis: Diagnosis

    func mistake(_ problem: String, _ remedy: String) -> Mistake {
        let mark = node.mark
        return Mistake(line: mark?.line, column: mark?.column, key: path, problem: problem, remedy: remedy)
    }

    func report(_ problem: String, remedy: String) { diagnosis.report(mistake(problem, remedy)) }

    func warn(_ problem: String, remedy: String) { diagnosis.warn(mistake(problem, remedy)) }

    /// What stands here, in quotation marks where that is harmless.
    var shown: String { node.scalar.map { diagnosis.secrets.quoted($0.string) } ?? "the value" }

    /// Nothing, `~` or `null`.
    var isNull: Bool { plain.map { ["", "~", "null", "Null", "NULL"].contains($0) } ?? false }

    /// The scalar, unless it is in quotes or a block of text.
    var plain: String? {
        guard let scalar = node.scalar, scalar.style == .plain else { return nil }
        return scalar.string
    }

    /// Any single value as text; `expected` says what it should be.
    func text(_ expected: String = "text") -> String? {
        if isNull {
            report("has no value", remedy: "write \(expected) after the colon, or delete the line")
            return nil
        }
        guard let scalar = node.scalar else {
            report("should be \(expected), not \(kind)", remedy: "write \(expected)")
            return nil
        }
        guard !scalar.string.isEmpty else {
            report("is empty", remedy: "write \(expected) between the quotes, or delete the line")
            return nil
        }
        return scalar.string
    }

    func flag() -> Bool? {
        let expected = "true or false"
        if let plain, ["true", "false"].contains(plain) { return plain == "true" }
        guard text(expected) != nil else { return nil }
        report("\(shown) is neither true nor false", remedy: "write \(expected), without quotes")
        return nil
    }

    func integer(in range: ClosedRange<Int>) -> Int? {
        let expected = "a whole number, \(range.lowerBound)…\(range.upperBound)"
        guard let text = text(expected) else { return nil }
        guard let number = Int(text), number.description == text || text.hasPrefix("+") else {
            return refuseNumber(text, expected)
        }
        return accept(number, in: range, expected)
    }

    /// - Parameter unit: in the plural, such as `seconds`.
    func number(in range: ClosedRange<Double>, unit: String) -> Double? {
        let bounds = "\(Self.short(range.lowerBound))…\(Self.short(range.upperBound))"
        let expected = "a number of \(unit), \(bounds)"
        guard let text = text(expected) else { return nil }
        let isDecimal = text.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }
        guard isDecimal, let number = Double(text), number.isFinite else { return refuseNumber(text, expected) }
        return accept(number, in: range, expected)
    }

    /// Mapping, list or single value, in words.
    var kind: String {
        switch node {
        case .mapping: "a group of keys"
        case .sequence: "a list"
        case .scalar, .alias: "a single value"
        }
    }

    /// 5 rather than 5.0.
    static func short(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e9 ? "\(Int(number))" : "\(number)"
    }

    private func accept<Number: Comparable>(
        _ number: Number, in range: ClosedRange<Number>, _ expected: String
    ) -> Number? {
        guard plain != nil else {
            report("is text in quotes, not a number", remedy: "write \(expected), without quotes")
            return nil
        }
        guard range.contains(number) else {
            report("\(shown) is out of range", remedy: "write \(expected)")
            return nil
        }
        return number
    }

    private func refuseNumber<Number>(_ text: String, _ expected: String) -> Number? {
        let hasUnit = text.first?.isNumber == true && text.last?.isLetter == true
        let hint = hasUnit ? ", without a unit" : ""
        report(
            "\(shown) is not \(expected.split(separator: ",").first ?? "a number")", remedy: "write \(expected)\(hint)")
        return nil
    }
}
