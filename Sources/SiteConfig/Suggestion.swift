/// Guesses what someone meant to write.
enum Suggestion {
    /// The word of `known` nearest to `word`, when it is near enough to be meant. Case, `-` and `_` do not count.
    static func nearest(to word: String, in known: [String]) -> String? {
        let written = folded(word)
        guard !written.isEmpty, written.count <= 40 else { return nil }
        let distances = known.map { (word: $0, distance: distance(written, folded($0))) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        if best.distance <= max(1, written.count / 3) { return best.word }
        return written.count < 3 ? nil : known.first { folded($0).starts(with: written) }
    }

    /// `a, b or c`.
    static func choice(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    private static func folded(_ word: String) -> [Character] {
        word.lowercased().filter { $0 != "-" && $0 != "_" }
    }

    /// Edits (insert, delete, replace, swap neighbours) from one word to the other: optimal string alignment distance.
    static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            for (column, other) in second.enumerated() {
                var least = min(last[column + 1], current[column]) + 1
                least = min(least, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }
}
