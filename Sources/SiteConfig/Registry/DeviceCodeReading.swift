import Ledger

/// Codes of GB/T 28181.
extension Field {
    private static let expected = "20 digits in quotes, as \"37010200001320000001\""

    /// A code that is checked field by field.
    func deviceCode() -> DeviceCode? {
        guard let text = codeText() else { return nil }
        do {
            return try DeviceCode(text)
        } catch {
            let (problem, remedy) = Self.words(for: error)
            report(problem, remedy: remedy)
            return nil
        }
    }

    /// A code of 20 digits; fields that are wrong are warned about: such codes were accepted before the ledger came.
    func lenientCode() -> String? {
        guard let text = codeText() else { return nil }
        do {
            _ = try DeviceCode(text)
        } catch {
            let (problem, remedy) = Self.words(for: error)
            warn(problem + "; it does not count as a code", remedy: remedy)
        }
        return text
    }

    /// Twenty digits, whatever they mean: those of a platform name no device.
    func codeText() -> String? {
        let isDigits = text.allSatisfy { $0.isASCII && $0.isNumber }
        guard isDigits, text.count == 20 else {
            if text.uppercased().contains("E+") || text.hasSuffix("0000000000") {
                report(
                    "a spreadsheet has rounded the code to \(shown)",
                    remedy: "format the column as text, enter the code anew and save the list again")
                return nil
            }
            let count = isDigits ? "\(text.count) digits" : "characters that are no digits"
            report("\(shown) has \(count), a GB/T 28181 code has 20 digits", remedy: "write \(Self.expected)")
            return nil
        }
        guard !isPlain else {
            report("a number of 20 digits without quotes loses digits", remedy: "put the code in quotes: \"\(text)\"")
            return nil
        }
        return text
    }

    private static func words(for flaw: DeviceCode.Flaw) -> (problem: String, remedy: String) {
        switch flaw {
        case .noDigits: ("the code has characters that are no digits", "write \(expected)")
        case .length(let count): ("the code has \(count) digits, not 20", "write \(expected)")
        case .province(let digits):
            (
                "the code begins with \(digits), which is no province of GB/T 2260",
                "check digits 1…8, the centre: the first six are the administrative division, as 370102"
            )
        case .type(let digits):
            (
                "digits 11…13 of the code are \(digits), which is no type of GB/T 28181",
                "write 131 or 132 there for a camera, 118 for an NVR, 134 for an alarm input"
            )
        }
    }
}
