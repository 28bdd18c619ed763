import Testing

@testable import Accounts

/// What is kept of passwords.
@Suite struct PasswordHashTests {
    @Test func `It is scrypt as RFC 7914 has it`() throws {
        // Made with Python's hashlib.scrypt(b"correct horse", salt=bytes(range(16)), n=1024, r=8, p=1, dklen=32).
        let text = "scrypt$1024$8$1$AAECAwQFBgcICQoLDA0ODw==$nfkj3u1fRTHCea+fVr03sWV770kp5wLOLoEakziKhqE="
        let hash = try #require(PasswordHash(text))
        #expect(try hash.matches("correct horse") && !hash.matches("correct horses"))
    }

    @Test func `The written form is read again, and the same password never looks the same`() throws {
        let cost = PasswordHash.Cost(rounds: 32, blockSize: 2, parallelism: 2)
        let (one, two) = (
            try PasswordHash("a long password", cost: cost), try PasswordHash("a long password", cost: cost)
        )
        #expect(one.text != two.text)
        let read = try #require(PasswordHash(one.text))
        #expect(read == one && read.cost == cost)
        #expect(try read.matches("a long password"))
    }

    @Test func `What new ones cost is 32 MB at least`() {
        let cost = PasswordHash.Cost.standard
        #expect(cost.rounds >= 1 << 15 && cost.blockSize == 8 && cost.parallelism == 1)
    }

    @Test(arguments: [
        "", "scrypt", "scrypt$16$8$1$AA==$AA==", "bcrypt$16$8$1$AAECAwQFBgcICQoLDA0ODw==$KEY",
        "scrypt$15$8$1$AAECAwQFBgcICQoLDA0ODw==$KEY", "scrypt$1073741824$8$1$AAECAwQFBgcICQoLDA0ODw==$KEY",
        "scrypt$16$0$1$AAECAwQFBgcICQoLDA0ODw==$KEY", "scrypt$16$8$-1$AAECAwQFBgcICQoLDA0ODw==$KEY",
        "scrypt$16$8$1$AAECAwQFBgcICQoLDA0ODw==$KEY$", "scrypt$16$8$1$%$KEY",
        "scrypt$1048576$16$1$AAECAwQFBgcICQoLDA0ODw==$KEY",
    ])
    func `A form that is damaged, or would take all memory, is none`(text: String) {
        #expect(PasswordHash(text.replacing("KEY", with: Self.key)) == nil)
    }

    private static let key = "nfkj3u1fRTHCea+fVr03sWV770kp5wLOLoEakziKhqE="

    @Test func `That of nobody is no password's`() throws {
        for password in ["", "a", "\u{0}"] {
            #expect(try !PasswordHash.ofNobody(cost: .init(rounds: 16)).matches(password))
        }
    }
}
