/// Seconds as they stand in header fields.
enum SIPSeconds {
    /// The seconds that `text` gives, after blanks; nil unless it is digits, ten at most: what else a number may be spelled
    /// as (`nan`, `1e400`) is nobody's span of time.
    static func read(_ text: String?) -> Double? {
        guard let digits = text?.drop(while: { $0 == " " }).prefix(while: { $0 != " " && $0 != ";" && $0 != "(" }),
            (1...10).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return Double(digits)
    }
}
