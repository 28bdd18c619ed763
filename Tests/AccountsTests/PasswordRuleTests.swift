import Accounts
import Testing

/// Which passwords are good enough.
@Suite struct PasswordRuleTests {
    private static let table: [(password: String, name: String, isGood: Bool)] = [
        ("correct horse", "li", true), ("七号楼东门值班室的狗", "李伟", true), ("Xk4!pq9-zW", "a", true),
        ("Xk4!pq9-z", "a", false), ("", "a", false), ("          ", "a", false), ("aaaaaaaaaaaa", "b", false),
        ("abcabcabcabc", "x", false), ("abcdabcdabcd", "x", false), ("1234567890", "x", false),
        ("0987654321", "x", false), ("abcdefghij", "x", false), ("liwei123456", "liwei", false),
        ("LiWei123456", "liwei", false), ("ｌｉｗｅｉ123456", "liwei", false), ("liwei likes long walks", "liwei", true),
        ("has\u{0}a null in it", "x", false), (String(repeating: "Xk4!pq9-zW", count: 26), "x", false),
        (String(repeating: "ab1 xyz-Q", count: 28), "x", true),
    ]

    @Test(arguments: table.indices)
    func `Long is good, repeated, counted or named is not`(_ index: Int) {
        let (password, name, isGood) = Self.table[index]
        #expect((PasswordRule.fault(of: password, for: name) == nil) == isGood, "\(password)")
    }
}
