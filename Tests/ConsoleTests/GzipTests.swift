import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Console

/// Pages, packed for browsers that unpack.
@Suite struct GzipTests {
    @Test func `What is packed is what gzip unpacks`() async throws {
        let folder = try ScratchFolder()
        for (name, file) in ConsolePages.files where name.hasSuffix(".js") {
            let packed = try #require(file.packed, "\(name)")
            #expect(packed.count < file.bytes.count)
            try Data(packed).write(to: URL(fileURLWithPath: folder.file("page.gz")))
            try LocalServer.run("/usr/bin/gzip", ["-d", "-f", folder.file("page.gz")])
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("page"))) == Data(file.bytes), "\(name)")
        }
    }

    @Test func `What would become larger stays as it is`() {
        #expect(Gzip.packed([]) == nil)
        #expect(Gzip.packed([1, 2, 3]) == nil)
        var generator = SystemRandomNumberGenerator()
        #expect(Gzip.packed((0..<1000).map { _ in UInt8.random(in: .min ... .max, using: &generator) }) == nil)
    }

    @Test(arguments: [
        ("gzip", true), ("gzip, deflate, br", true), ("br;q=1.0, GZIP;q=0.8", true), ("gzip; q=0.5", true),
        ("gzip;q=0", false), ("gzip;q=0.000, br", false), ("br", false), ("", false), ("xgzip", false), (nil, false),
    ])
    func `Only who says so gets it packed`(accepted: String?, isPacked: Bool) throws {
        var headers = HTTPFields()
        headers[.acceptEncoding] = accepted
        let answer = try ConsolePages.answer("GET", "/console/app.js", headers)
        #expect(answer.fields.contains { $0 == ("Content-Encoding", "gzip") } == isPacked)
        #expect(answer.fields.contains { $0 == ("Vary", "Accept-Encoding") })
        let file = try #require(ConsolePages.files["/console/app.js"])
        guard case .bytes(let bytes) = answer.body else { return #expect(Bool(false), "no bytes") }
        #expect(bytes == (isPacked ? file.packed : file.bytes))
    }
}
