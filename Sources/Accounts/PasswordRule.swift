/// Which passwords are good enough. Long ones are; what else is asked for only makes people write them down.
public enum PasswordRule {
    /// Characters at least.
    public static let least = 10
    /// Bytes at most.
    public static let mostBytes = 256
    /// Different characters at least.
    static let leastDifferent = 5

    /// Why `password` is not good enough for the account `name`, with what to do; nil: it is.
    public static func fault(of password: String, for name: String) -> String? {
        guard password.utf8.count <= mostBytes else { return "it has more than \(mostBytes) bytes: take a shorter one" }
        guard password.count >= least else { return "it has fewer than \(least) characters: take a longer one" }
        guard password.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            return "it has a character that cannot be typed: leave that out"
        }
        guard Set(password).count >= leastDifferent, !isRepeated(password), !isSequence(password) else {
            return "it only repeats or counts: take one that is harder to guess"
        }
        let (plain, own) = (AccountName.key(password), AccountName.key(name))
        // A name with little added to it is what is tried first.
        guard own.isEmpty || !plain.contains(own) || plain.count >= own.count + least else {
            return "it has the name in it: take another one"
        }
        return nil
    }

    /// Whether a piece of up to four characters makes all of it.
    private static func isRepeated(_ password: String) -> Bool {
        let all = Array(password)
        return (1...4).contains { length in all.indices.allSatisfy { all[$0] == all[$0 % length] } }
    }

    /// Whether each character is the one before it plus or minus one: 1234567890, abcdefghij.
    private static func isSequence(_ password: String) -> Bool {
        let all = password.unicodeScalars.map { Int($0.value) }
        let steps = zip(all, all.dropFirst()).map { $1 - $0 }
        return steps.count { abs($0) == 1 } >= steps.count - 1
    }
}
