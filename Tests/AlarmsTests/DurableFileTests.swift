import Foundation
import GRDB
import Glibc
import Testing
import VideoCore

@testable import Alarms

@Suite("Files whose writes reach the disk")
struct DurableFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("What is written is read back from any place")
    func readsAndWrites() throws {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        let file = try DurableFile(folder.file("a"), flags: O_RDWR | O_CREAT)
        try file.write(bytes)
        try file.write([])
        try file.sync()
        #expect(try file.read(from: 99_990, count: 100) == Array(bytes[99_990...]))
        #expect(try file.read(from: 200_000, count: 5) == [])
        try file.truncate(to: 3)
        #expect(try file.status().size == 3)
        #expect(DurableFile.status(of: folder.file("a"))?.size == 3)
    }

    @Test("A renamed file keeps its identity, a removed one has none")
    func identity() throws {
        let path = folder.file("a")
        let file = try DurableFile(path, flags: O_WRONLY | O_CREAT)
        try DurableFile.rename(path, to: path + ".1")
        let identity = try file.status().identity
        #expect(DurableFile.status(of: path + ".1")?.identity == identity)
        #expect(DurableFile.status(of: path) == nil)
        #expect(try DurableFile.remove(path + ".1"))
        #expect(try !DurableFile.remove(path + ".1"))
    }

    @Test("What fails says what, on which file and why")
    func failures() throws {
        let path = folder.file("none/a")
        let error = #expect(throws: SystemError.self) { try DurableFile(path, flags: O_RDONLY).sync() }
        #expect(error?.code == ENOENT)
        #expect(error?.description == "cannot open \(path): No such file or directory")
        #expect(throws: SystemError.self) { try DurableFile.rename(path, to: path + "1") }
        #expect(throws: SystemError.self) { try DurableFile.freeBytes(at: path) }
        #expect(throws: SystemError.self) { try DurableFile.remove(folder.path) }
        for (code, isFull) in [(ENOSPC, true), (EDQUOT, true), (EIO, false)] {
            #expect(SystemError("write", path, code: code).isDiskFull == isFull)
        }
    }

    @Test("A file may be given its space in advance, unless there is too little")
    func allocates() throws {
        let file = try DurableFile(folder.file("a"), flags: O_WRONLY | O_CREAT)
        try file.allocate(8192)
        #expect(try file.status().size == 8192)
        let error = #expect(throws: SystemError.self) { try file.allocate(1 << 60) }
        #expect(error.map { $0.isDiskFull || $0.code == EFBIG } == true)
    }

    @Test("The folder of a path", arguments: [("/a/b", "/a"), ("/a", "/"), ("a", "."), ("a/b/c", "a/b"), ("", ".")])
    func folders(path: String, expected: String) {
        #expect(Alarms.folder(of: path) == expected)
    }

    @Test(
        "Every error of SQLite becomes a reason with a remedy that names the file",
        arguments: [
            (ResultCode.SQLITE_NOTADB, OutboxError.Code.notADatabase, "is not a database"),
            (.SQLITE_CORRUPT, .damaged, "damaged"), (.SQLITE_BUSY, .locked, "another process"),
            (.SQLITE_LOCKED, .locked, "another process"), (.SQLITE_READONLY, .readOnly, "read-only"),
            (.SQLITE_PERM, .readOnly, "owner"), (.SQLITE_FULL, .diskFull, "free space"),
            (.SQLITE_MISUSE, .failed, "no such luck"),
        ])
    func sqliteErrors(result: ResultCode, code: OutboxError.Code, words: String) {
        let error = OutboxError(DatabaseError(resultCode: result, message: "no such luck"), path: "/data/q")
        #expect(error.code == code)
        #expect(error.description.contains("/data/q") && error.description.contains(words), "\(error)")
    }

    @Test("Errors of the system keep their words; one of a full disk is that")
    func systemErrors() {
        let full = OutboxError(SystemError("write", "/x", code: ENOSPC), path: "/data/q")
        #expect(full.code == .diskFull)
        let other = OutboxError(SystemError("write", "/x", code: EIO), path: "/data/q")
        #expect(other.code == .failed && other.description.contains("/x"))
        #expect(OutboxError(full, path: "/elsewhere") == full, "a reason once given is passed on")
    }
}

@Suite("Several at one queue")
struct OutboxConcurrencyTests {
    @Test("Two processes' worth of writers, a consumer and a pruner lose nothing and repeat nothing")
    func concurrent() async throws {
        let folder = try TemporaryFolder()
        var settings = OutboxSettings.sample(folder)
        settings.busyTimeout = 600
        let boxes = try (0..<2).map { _ in try Outbox(settings) }
        try boxes[0].register(consumer: "c")
        let got = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<50 { try boxes[writer % 2].append(.sample(writer * 1000 + number)) }
                    return []
                }
            }
            group.addTask {
                var got: [Int64] = []
                while got.count < 200 {
                    let batch = try boxes[1].events(after: got.last ?? 0, limit: 7).map(\.sequence)
                    got += batch
                    try boxes[1].acknowledge(consumer: "c", upTo: got.last ?? 0)
                    try boxes[0].prune(before: monday)
                    await Task.yield()
                }
                return got
            }
            return try await group.reduce([], +)
        }
        #expect(got == got.sorted() && Set(got).count == 200)
        #expect(try boxes[0].cursor(of: "c") == got.last)
    }
}
