import ArgumentParser
import Foundation
import Testing
import VideoCore

@testable import Alarms
@testable import tocsin

@Suite("Tokens")
struct TokenTests {
    let folder: TemporaryFolder
    let outbox: Outbox

    init() throws {
        folder = try TemporaryFolder()
        outbox = try Outbox(.sample(folder))
    }

    @Test("A token is random, and only its SHA-256 is kept, in no file of the queue")
    func kept() throws {
        let (token, secret) = try outbox.addToken(name: "center", role: .read, now: monday)
        let other = try outbox.addToken(name: "other", role: .metrics, now: monday.advanced(by: 1))
        #expect(secret.revealed.wholeMatch(of: /tocsin_[0-9a-f]{64}/) != nil && secret != other.secret)
        #expect(try outbox.tokens() == [token, other.token])
        #expect(token.hash == AccessToken.hash(of: secret.revealed) && "\(secret)" == "(hidden)")
        for name in folder.names() {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
            #expect(bytes.firstRange(of: Data(secret.revealed.utf8)) == nil, "\(name)")
        }
    }

    @Test("A revoked token stays known, and its name may be given again")
    func revoked() throws {
        let first = try outbox.addToken(name: "center", role: .read).token
        #expect(throws: OutboxError(.tokenExists, path: outbox.settings.path, detail: "center")) {
            try outbox.addToken(name: "center", role: .operate)
        }
        try outbox.revokeToken("center", now: monday)
        #expect(try outbox.tokens().map(\.revokedAt) == [Timestamp(monday)])
        #expect(throws: OutboxError(.unknownToken, path: outbox.settings.path, detail: "center")) {
            try outbox.revokeToken("center")
        }
        let second = try outbox.addToken(name: "center", role: .operate).token
        try outbox.revokeToken(second.id)
        #expect(try outbox.tokens().allSatisfy { $0.revokedAt != nil } && first.id != second.id)
    }

    @Test("When a token was used is noted")
    func used() throws {
        let token = try outbox.addToken(name: "center", role: .read).token
        try outbox.noteUse(of: [token.id: Timestamp(monday), "gone": Timestamp(monday)])
        #expect(try outbox.tokens().map(\.lastUsedAt) == [Timestamp(monday)])
    }

    @Test("Each role may do what those before it may")
    func roles() {
        #expect(AccessToken.Role.allCases.sorted() == [.metrics, .read, .operate])
    }

    @Test(
        "Wrong arguments are refused with words that help",
        arguments: [
            (["add", "--name", "a", "--role", "root", "--data", "d"], "operate"),
            (["add", "--name", "", "--role", "read", "--data", "d"], "--name"),
            (["add", "--name", "a\u{1B}", "--role", "read", "--data", "d"], "--name"), (["list"], "--data"),
        ])
    func wrongArguments(arguments: [String], hint: String) {
        let error = #expect(throws: (any Error).self) { try TokensCommand.parseAsRoot(arguments) }
        #expect(error.map { TokensCommand.fullMessage(for: $0) }?.contains(hint) == true)
    }
}
