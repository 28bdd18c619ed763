import Foundation
import TestSupport
import Testing
import VideoStreams

/// `tocsin analyze` of URLs.
@Suite struct AnalyzeURLTests {
    @Test("A recording behind a URL gives the same bytes on every run, and no word of a connection that broke")
    func repeatable() async throws {
        let server = try TestServer.http(clip: Program.checkout + "/samples/facade-fall.mp4")
        var outputs: [String] = []
        for _ in 0..<2 {
            let outcome = try await Program.run([
                "analyze", "http://127.0.0.1:\(server.port)/whole/f.mp4?user=a&password=SECRET",
            ])
            #expect(outcome.status == 0)
            #expect(outcome.errors.isEmpty, "\(outcome.errors)")
            outputs.append(outcome.output)
        }
        #expect(outputs[0] == outputs[1])
        #expect(outputs[0].contains("\"phase\":\"open\""))
        #expect(outputs[0].contains("\"id\":\"f.mp4\""))
        #expect(!outputs[0].contains("SECRET"))
    }

    @Test("A transfer cut short is said without promising to connect again, and every picture is accounted for")
    func cut() async throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.bFrames = 2
        try TestClips.movingSquare(to: folder.file("a.ts"), frames: 100, options: options)
        let server = try TestServer.http(clip: folder.file("a.ts"))
        let outcome = try await Program.run([
            "analyze", "http://127.0.0.1:\(server.port)/cut", "--summary", folder.file("s"),
        ])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("the input broke off"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("reconnects") && !outcome.errors.contains("unaccounted"), "\(outcome.errors)")
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: folder.file("s"))))
        let counts = try #require(json as? [String: Any])
        let dropped = (counts["dropped"] as? [String: Int] ?? [:]).values.reduce(0, +)
        #expect(counts["pending"] == nil && counts["unreadable"] as? Int == 1)
        #expect(counts["received"] as? Int == (counts["decoded"] as? Int ?? 0) + dropped)
        #expect(counts["received"] as? Int ?? 0 > 50)
    }

    @Test(
        "No word about an address repeats its password, wherever it stands",
        arguments: [
            "rtsp://admin:1234/SECRET@127.0.0.1:1/x", "rtsp://admin:12?SECRET@127.0.0.1:1/x",
            "rtsp://admin:p@a/SECRET@127.0.0.1:1/x", "rtsp://127.0.0.1:1/user=admin&password=SECRET&channel=1",
            "rtsp://127.0.0.1:1/x?token=SECRET", "rtsp:/admin:SECRET@127.0.0.1:1/x", "admin:SECRET@127.0.0.1:1/x",
        ])
    func secrets(url: String) async throws {
        for command in ["probe", "analyze"] {
            let outcome = try await Program.run([command, url])
            #expect(outcome.status == (url.contains("://") ? 1 : 2))
            #expect(!outcome.errors.isEmpty && !outcome.errors.contains("SECRET"), "\(outcome.errors)")
            #expect(!outcome.output.contains("SECRET"))
        }
        let folder = try ScratchFolder()
        let site = "site: a\ncameras:\n  - {camera: a, url: \"\(url)\", detectors: {thrown-object: {}}}\n"
        try Data(site.utf8).write(to: URL(fileURLWithPath: folder.file("site.yaml")))
        let check = try await Program.run(["check", folder.file("site.yaml")])
        #expect(check.status == (url.contains("://") ? 0 : 2))
        #expect(!check.errors.contains("SECRET") && !check.output.contains("SECRET"), "\(check.errors)")
    }
}
