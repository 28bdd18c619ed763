import Foundation
import GRDB
import TestSupport
import Testing
import VideoCore

@testable import Accounts

/// Accounts and sessions on disk.
@Suite struct AccountStoreTests {
    private let folder: ScratchFolder
    private let store: AccountStore
    private let hash: PasswordHash
    private static let noon = WallTime(secondsSince1970: 1_800_000_000)

    init() throws {
        folder = try ScratchFolder()
        store = try AccountStore(dataFolder: folder.path)
        hash = try PasswordHash("correct horse", cost: .init(rounds: 16))
    }

    private func add(_ name: String, _ role: Account.Role = .guard, mustBeFirst: Bool = false) throws {
        try store.add(name, role: role, password: hash, mustBeFirst: mustBeFirst, now: Self.noon)
    }

    private func code(_ body: () throws -> Void) -> AccountError.Code? {
        do { try body() } catch { return (error as? AccountError)?.code }
        return nil
    }

    @Test func `Accounts in whose making the service was killed are made to the end`() throws {
        let other = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: other.path, withIntermediateDirectories: true)
        let half = try DatabaseQueue(path: other.file(URL(fileURLWithPath: store.path).lastPathComponent))
        try half.write { try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)") }
        try half.close()
        #expect(try AccountStore(dataFolder: other.path).accounts().isEmpty)
    }

    @Test func `Nobody else can read the file, nor what SQLite puts beside it`() throws {
        try add("li")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: store.path)
        _ = try AccountStore(dataFolder: folder.path)
        #expect(try FileManager.default.attributesOfItem(atPath: store.path)[.posixPermissions] as? Int == 0o600)
    }

    @Test func `A password is nowhere in the file, and its hash with what it cost`() throws {
        try add("li")
        let found = try #require(try store.account("LI"))
        #expect(found.account == Account(name: "li", role: .guard, createdAt: Self.noon))
        #expect(try found.password.matches("correct horse") && !found.password.matches("correct hors"))
        #expect(found.password.text.hasPrefix("scrypt$16$8$1$"))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
            #expect(bytes.range(of: Data("correct horse".utf8)) == nil, "\(name)")
        }
    }

    @Test(arguments: ["li", "LI", "ｌｉ", "Li"])
    func `Names that look the same are the same`(name: String) throws {
        try add("li")
        #expect(code { try add(name) } == .nameTaken)
        #expect(try store.account(name)?.account.name == "li")
    }

    @Test(arguments: [
        "", " li", "li ", "a\u{0}b", "a\nb", "a\u{200B}b", "\u{202E}il", String(repeating: "a", count: 65),
    ])
    func `A name that cannot be seen or read is none`(name: String) {
        #expect(code { try add(name) } == .badName)
    }

    @Test func `Only one is the first, whoever asks at the same time`() async throws {
        let other = try AccountStore(dataFolder: folder.path)
        let made = await withTaskGroup(of: Bool.self) { [hash, store] group in
            for number in 0..<20 {
                group.addTask {
                    let store = number % 2 == 0 ? store : other
                    return
                        (try? store.add(
                            "engineer \(number)", role: .engineer, password: hash, mustBeFirst: true, now: Self.noon))
                        != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == 1)
        #expect(try store.accounts().count == 1)
        #expect(code { try add("li", .engineer, mustBeFirst: true) } == .notFirst)
    }

    @Test func `An engineer who may log in is always left`() throws {
        try add("guard")
        try store.change("guard", role: .auditor)
        try add("one", .engineer)
        #expect(code { try store.remove("one") } == .lastEngineer)
        #expect(code { try store.change("one", role: .guard) } == .lastEngineer)
        #expect(code { try store.change("one", isEnabled: false) } == .lastEngineer)
        try add("two", .engineer)
        try store.change("two", isEnabled: false)
        #expect(code { try store.remove("one") } == .lastEngineer, "one who may not log in does not count")
        try store.change("two", isEnabled: true)
        try store.remove("one")
        #expect(try store.accounts().map(\.name) == ["guard", "two"])
        #expect(code { try store.remove("one") } == .unknownName)
    }

    @Test func `A rehearsal says what would be wrong and changes nothing`() throws {
        try add("one", .engineer)
        try store.add("two", role: .guard, password: hash, isRehearsal: true, now: Self.noon)
        #expect(code { try store.remove("one", isRehearsal: true) } == .lastEngineer)
        #expect(try store.accounts().map(\.name) == ["one"])
    }

    @Test func `Sessions of an account end with a new password, when it is disabled and when it is removed`() throws {
        try add("li")
        try add("wang")
        func logIn(_ name: String) throws -> String {
            let token = SessionToken()
            try store.logIn(token, of: name, now: Self.noon)
            return token.hash
        }
        let other = try logIn("wang")
        let (kept, gone) = (try logIn("li"), try logIn("li"))
        try store.change("li", password: hash, keeping: kept)
        #expect(Set(try store.sessions().map(\.hash)) == [other, kept], "\(gone)")
        try store.change("li", role: .auditor)
        #expect(try store.sessions().first { $0.hash == kept }?.role == .auditor)
        try store.change("li", isEnabled: false)
        #expect(try store.sessions().map(\.hash) == [other])
        #expect(code { _ = try logIn("li") } == .unknownName)
        try store.remove("wang")
        #expect(try store.sessions() == [])
    }

    @Test func `One account has so many sessions and no more; the one unused for longest gives way`() throws {
        try add("li")
        var hashes: [String] = []
        for number in 0..<AccountStore.mostSessions + 3 {
            let token = SessionToken()
            try store.logIn(token, of: "li", now: Self.noon.advanced(by: Double(number)))
            hashes.append(token.hash)
        }
        #expect(Set(try store.sessions().map(\.hash)) == Set(hashes.suffix(AccountStore.mostSessions)))
    }

    @Test func `When sessions were used is kept, and those that are over are forgotten`() throws {
        try add("li")
        let (used, idle) = (SessionToken(), SessionToken())
        for token in [used, idle] { try store.logIn(token, of: "li", now: Self.noon) }
        let later = Self.noon.advanced(by: 11 * 3600)
        try store.noteUse(of: [used.hash: later, "unknown": later], now: Self.noon.advanced(by: 13 * 3600))
        #expect(try store.sessions().map(\.lastUsedAt) == [later])
        #expect(try store.accounts().first?.lastSeenAt == later)
        try store.noteUse(of: [used.hash: Self.noon], now: later)
        #expect(try store.sessions().map(\.lastUsedAt) == [later], "never earlier")
        try store.noteUse(
            of: [used.hash: Self.noon.advanced(by: 6.9 * 86_400)], now: Self.noon.advanced(by: 7.1 * 86_400))
        #expect(try store.sessions() == [], "after a week in any case")
    }

    @Test func `What another process changes is seen, also while both write`() async throws {
        let other = try AccountStore(dataFolder: folder.path, mustExist: true)
        try await withThrowingTaskGroup(of: Void.self) { [store, hash] group in
            for number in 0..<40 {
                group.addTask {
                    let store = number % 2 == 0 ? store : other
                    try store.add("guard \(number)", role: .guard, password: hash, now: Self.noon)
                }
            }
            try await group.waitForAll()
        }
        #expect(try store.accounts() == other.accounts())
        #expect(try store.accounts().count == 40)
    }

    @Test func `A file that is something else is left alone`() throws {
        let folder = try ScratchFolder()
        #expect(code { _ = try AccountStore(dataFolder: folder.path, mustExist: true) } == .missing)
        try Data("this is no database, by far not one".utf8).write(
            to: URL(fileURLWithPath: folder.file("accounts.sqlite")))
        #expect(code { _ = try AccountStore(dataFolder: folder.path) } == .failed)
        #expect(code { _ = try AccountStore(dataFolder: folder.file("none")) } == .failed)
    }
}
