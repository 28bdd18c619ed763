import Foundation
import Ledger

/// Readings of single texts of the ledger. A reading that fails reports the mistake and gives nil.
extension Field {
    /// A name that is safe as a part of a path and of a URL.
    func identifier() -> String? {
        let expected = "letters, digits, `-`, `_` and `.`, beginning with a letter or digit, 64 at most"
        let isLetter = { (byte: UInt8) in (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) }
        let bytes = text.utf8
        guard let first = bytes.first, isLetter(first), bytes.count <= 64,
            bytes.allSatisfy({ isLetter($0) || "-_.".utf8.contains($0) })
        else {
            report("\(shown) cannot be used in paths", remedy: "use \(expected); put other names under `name`")
            return nil
        }
        return text
    }

    /// A line of text for people.
    func words() -> String? {
        guard ShortLine.accepts(text) else {
            report("is blank, longer than 200 characters or has a line break", remedy: "write one short line")
            return nil
        }
        return text
    }

    /// 6, 9 or 12 digits after GB/T 2260 and GB/T 10114.
    func districtCode() -> String? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), [6, 9, 12].contains(text.utf8.count) else {
            report(
                "\(shown) is no code of an administrative division",
                remedy: "write 6, 9 or 12 digits: county 370102, street 370102001, community 370102001001")
            return nil
        }
        return text
    }

    /// The longitude or latitude, in degrees.
    func degrees() -> Double? {
        guard let number = Double(text), (-180...180).contains(number) else {
            report("\(shown) is no number of degrees", remedy: "write degrees with a point, as 117.0512")
            return nil
        }
        return number
    }

    /// The channel of a recorder.
    func channelNumber() -> Int? {
        guard let number = Int(text), (1...4096).contains(number) else {
            report("\(shown) is no channel", remedy: "write a whole number, 1…4096")
            return nil
        }
        return number
    }

    /// A day as `2025-12-31`.
    ///
    /// - Parameter isFromSpreadsheet: also as a spreadsheet rewrites it, `2025/12/31` and `2025/1/5`.
    func date(isFromSpreadsheet: Bool = false) -> CivilDate? {
        if let date = CivilDate(text) { return date }
        if isFromSpreadsheet {
            let parts = text.split(whereSeparator: { "/-.".contains($0) }).compactMap { Int($0) }
            if parts.count == 3, let date = CivilDate(year: parts[0], month: parts[1], day: parts[2]) { return date }
        }
        report("\(shown) is no day of the calendar", remedy: "write year, month and day, as 2025-03-01")
        return nil
    }

    /// A moment as `2025-03-01 08:00` in `zone`, in seconds since 1970.
    func moment(in zone: TimeZone) -> Double? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        let clock = parts.last?.split(separator: ":", omittingEmptySubsequences: false) ?? []
        let numbers = clock.compactMap { $0.count == 2 && $0.allSatisfy(\.isWholeNumber) ? Int($0) : nil }
        guard parts.count == 2, let day = CivilDate(String(parts[0])), clock.count == 2, numbers.count == 2,
            numbers[0] < 24, numbers[1] < 60
        else {
            report("\(shown) is no time", remedy: "write day and time in quotes, as \"2025-03-01 08:00\"")
            return nil
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let date = DateComponents(
            year: day.year, month: day.month, day: day.day, hour: numbers[0], minute: numbers[1])
        return calendar.date(from: date)?.timeIntervalSince1970
    }

    /// One of `known`.
    func word(of known: [String]) -> String? {
        if known.contains(text) { return text }
        let near = Suggestion.nearest(to: text, in: known)
        report(
            "\(shown) is not known here",
            remedy: near.map { "did you mean `\($0)`?" } ?? "write \(Suggestion.choice(known))")
        return nil
    }
}
