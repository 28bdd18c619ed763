import Foundation

/// What an account may be called, and which names are the same.
public enum AccountName {
    /// Characters at most.
    public static let limit = 64

    /// Whether an account may be called `name`: no character that steers, no blank at its ends, none that cannot be seen.
    public static func isAllowed(_ name: String) -> Bool {
        (1...limit).contains(name.unicodeScalars.count) && name.utf8.count <= limit * 4
            && name == name.trimmingCharacters(in: .whitespacesAndNewlines) && !key(name).isEmpty
            && name.unicodeScalars.allSatisfy { !isHidden($0.properties.generalCategory) }
    }

    /// The same for names that people take for the same: `Admin`, `admin` and `ａｄｍｉｎ`.
    static func key(_ name: String) -> String { name.precomposedStringWithCompatibilityMapping.lowercased() }

    private static func isHidden(_ category: Unicode.GeneralCategory) -> Bool {
        [.control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator].contains(
            category)
    }
}
