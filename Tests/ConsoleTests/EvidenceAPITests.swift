import Alarms
import Foundation
import TestSupport
import Testing
import VideoCore

@testable import Console

/// Pictures and clips, and who is shown them.
@Suite struct EvidenceAPITests {
    private let fixture: APIFixture
    private let bytes: [UInt8]

    init() throws {
        fixture = try APIFixture()
        // Letters alone, so that what comes back is text.
        bytes = (0..<700_000).map { UInt8(97 + $0 * 7 % 26) }
        let day = fixture.folder.file("evidence/2026-01-31")
        try FileManager.default.createDirectory(atPath: day, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: day + "/a-open.jpg"))
        for name in ["HOLD", "a.jpg.part", "a.txt.hold", ".hidden.jpg"] {
            try Data([1]).write(to: URL(fileURLWithPath: day + "/" + name))
        }
        try Data([1]).write(to: URL(fileURLWithPath: fixture.folder.file("secret.jpg")))
        try FileManager.default.createSymbolicLink(
            atPath: day + "/link.jpg", withDestinationPath: fixture.folder.file("secret.jpg"))
        try FileManager.default.createDirectory(atPath: day + "/folder.jpg", withIntermediateDirectories: true)
    }

    private static let path = "/v1/evidence/2026-01-31/a-open.jpg"

    @Test func `A picture is sent whole after a note of who asks and why`() async throws {
        let notes = Recorder<AuditNote>()
        try await withServer(fixture: fixture, surroundings: { $0.audit = { notes.add($0) } }) { client in
            let answer = try #require(await client.get(Self.path + "?reason=fire%20on%20floor+3"))
            #expect(answer.status == 200 && answer.body == String(decoding: bytes, as: UTF8.self))
            #expect(answer.head.contains("content-type: image/jpeg") && answer.head.contains("accept-ranges: bytes"))
            let fields = ["Tocsin-Reason": "%E7%81%AB"]
            #expect(await client.get(Self.path, fields: fields)?.status == 200)
        }
        #expect(notes.values.map(\.reason) == ["fire on floor 3", "火"])
        let note = try #require(notes.values.first)
        #expect(note.action == .readEvidence && note.object == "file:2026-01-31/a-open.jpg" && note.by == "a operate")
        #expect(note.address == "127.0.0.1")
    }

    @Test func `Nothing is shown without a reason, nor when no note can be kept`() async throws {
        struct Full: Error {}
        try await withServer(fixture: fixture, surroundings: { $0.audit = { _ in throw Full() } }) { client in
            for query in [
                "", "?reason=", "?reason=%20", "?reason=a%0Ab", "?reason=\(String(repeating: "a", count: 501))",
            ] {
                #expect(await client.get(Self.path + query)?.status == 400, "\(query)")
            }
            for field in ["", "%zz", String(repeating: "a", count: 501)] {
                let status = await client.get(Self.path + "?reason=why", fields: ["Tocsin-Reason": field])?.status
                #expect(status == 400, "\(field)")
            }
            let answer = try #require(await client.get(Self.path + "?reason=why"))
            #expect(answer.status == 503 && answer.body.contains("not-audited"))
        }
    }

    private static let elsewhere = [
        "2026-01-31/b.jpg", "2026-01-30/a-open.jpg", "2026-01-31/HOLD", "2026-01-31/a.jpg.part",
        "2026-01-31/a.txt.hold",
        "2026-01-31/.hidden.jpg", "2026-01-31/link.jpg", "2026-01-31/folder.jpg", "../secret.jpg", "./a.jpg",
        "2026-01-31/..%2f..%2fsecret.jpg", "%2e%2e/secret.jpg", "2026-01-31/../../secret.jpg", "2026-01-31/a-open.jpg/",
        "2026-01-31/a-open.jpg%00", "2026-01-31/\(String(repeating: "a", count: 300)).jpg",
    ]

    @Test(arguments: elsewhere)
    func `Nothing else is shown, in the folder or outside it`(path: String) async throws {
        try await withServer(fixture: fixture) { client in
            #expect(await client.get("/v1/evidence/\(path)?reason=why")?.status == 404)
        }
    }

    private static let ranges: [(field: String, status: Int, range: Range<Int>?)] = [
        ("bytes=0-9", 206, 0..<10), ("bytes=10-", 206, 10..<700_000), ("bytes=-5", 206, 699_995..<700_000),
        ("bytes=699999-800000", 206, 699_999..<700_000), ("bytes=-9999999", 206, 0..<700_000),
        ("bytes=700000-", 416, nil), ("bytes=-0", 416, nil), ("bytes=9-3", 200, 0..<700_000),
        ("bytes=0-1,5-6", 200, 0..<700_000), ("lines=1-2", 200, 0..<700_000), ("bytes=-", 200, 0..<700_000),
        ("bytes=300000-560000", 206, 300_000..<560_001),
    ]

    @Test(arguments: ranges.indices)
    func `A part is sent where one is asked for`(_ index: Int) async throws {
        let (field, status, range) = Self.ranges[index]
        try await withServer(fixture: fixture) { client in
            let answer = try #require(await client.get(Self.path + "?reason=why", fields: ["Range": field]))
            #expect(answer.status == status)
            guard let range else {
                #expect(answer.head.contains("content-range: bytes */700000"))
                return
            }
            #expect(answer.body == String(decoding: bytes[range], as: UTF8.self))
            let shown = "content-range: bytes \(range.lowerBound)-\(range.upperBound - 1)/700000"
            #expect(answer.head.contains(shown) == (status == 206))
        }
    }

    @Test func `HEAD tells the size and sends nothing`() async throws {
        try await withServer(fixture: fixture) { client in
            let answer = try #require(await client.get(Self.path + "?reason=why", method: "HEAD"))
            #expect(answer.status == 200 && answer.body.isEmpty && answer.head.contains("content-length: 700000"))
        }
    }
}
