import Foundation
import TestSupport
import Testing

/// `tocsin analyze` and the other commands, by their outputs and exit statuses.
@Suite struct AnalyzeTests {
    private static let samples = Program.checkout + "/samples"

    @Test("Every run of the same recording gives the same bytes, and the summary accounts for every picture")
    func repeatable() async throws {
        let folder = try ScratchFolder()
        var outputs: [String] = []
        for name in ["a", "b"] {
            let outcome = try await Program.run([
                "analyze", Self.samples + "/facade-fall.mp4", "--config", Self.samples + "/facade.yaml", "--output",
                folder.file(name), "--summary", folder.file("summary"),
            ])
            #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
            outputs.append(try String(contentsOfFile: folder.file(name), encoding: .utf8))
        }
        #expect(outputs[0] == outputs[1])
        #expect(outputs[0].contains("\"phase\":\"open\""))
        let summary = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: folder.file("summary"))))
                as? [String: Any])
        #expect(summary["received"] as? Int == 200)
        #expect(summary["decoded"] as? Int == 200)
        #expect(((summary["events"] as? [String: Any])?["thrown-object"] as? [String: Int])?["open"] == 1)
        #expect((summary["cpuSeconds"] as? Double ?? 0) > 0)
    }

    @Test(
        "Samples: a fall by day and by night ring once each, from floor 9; the quiet one never",
        arguments: [("facade-fall", 1), ("facade-night-fall", 1), ("facade-quiet", 0)])
    func samples(name: String, count: Int) async throws {
        let outcome = try await Program.run([
            "analyze", Self.samples + "/\(name).mp4", "--config", Self.samples + "/facade.yaml",
        ])
        let opens = outcome.output.split(separator: "\n").filter { $0.contains("\"phase\":\"open\"") }
        #expect(opens.count == count)
        #expect(opens.allSatisfy { $0.contains("\"floor\":9") })
    }

    @Test("The annotated video has as many pictures as the original")
    func annotate() async throws {
        let folder = try ScratchFolder()
        let outcome = try await Program.run([
            "analyze", Self.samples + "/facade-fall.mp4", "--annotate", folder.file("seen.mp4"), "--output",
            "/dev/null",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let again = try await Program.run([
            "analyze", folder.file("seen.mp4"), "--summary", folder.file("summary"), "--output", "/dev/null",
        ])
        #expect(again.status == 0, "\(again.errors)")
        #expect(try String(contentsOfFile: folder.file("summary"), encoding: .utf8).contains("\"decoded\" : 200"))
    }

    @Test("Annotating a video of odd size loses its last column, not the video")
    func annotateOddSize() async throws {
        let folder = try ScratchFolder()
        let ffmpeg = Process()
        ffmpeg.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        ffmpeg.arguments = [
            "-v", "error", "-i", Self.samples + "/facade-fall.mp4", "-vf", "scale=161:97", "-pix_fmt", "yuv444p",
            "-frames:v", "20", folder.file("odd.mp4"),
        ]
        try ffmpeg.run()
        await Program.end(of: ffmpeg)
        let outcome = try await Program.run(["analyze", folder.file("odd.mp4"), "--annotate", folder.file("seen.mp4")])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let seen = try await Program.run(["probe", folder.file("seen.mp4")])
        #expect(seen.output.contains("160 × 96"), "\(seen.errors)")
    }

    @Test("A folder of stills is read still by still, and one that cannot be read does not end the rest")
    func stills() async throws {
        let folder = try ScratchFolder()
        let ffmpeg = Process()
        ffmpeg.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        ffmpeg.arguments = [
            "-v", "error", "-i", Self.samples + "/facade-fall.mp4", "-frames:v", "3", folder.file("still-%02d.jpg"),
        ]
        try ffmpeg.run()
        await Program.end(of: ffmpeg)
        try Data("no picture".utf8).write(to: URL(fileURLWithPath: folder.file("broken.jpg")))
        try Data("no picture either".utf8).write(to: URL(fileURLWithPath: folder.file("notes.txt")))
        let outcome = try await Program.run(["analyze", folder.path, "--summary", folder.path + "/s"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let summary = try String(contentsOfFile: folder.file("s"), encoding: .utf8)
        #expect(summary.contains("\"decoded\" : 3") && summary.contains("\"unreadable\" : 1"))
    }

    @Test(
        "Exit status 2 for wrong arguments or configuration, 1 for an input that cannot be read",
        arguments: [
            (["analyze", "/nonexistent.mp4"], 1), (["analyze", "samples/README.md"], 1), (["analyze"], 2),
            (["analyze", "samples/facade-fall.mp4", "--detect", "ghosts"], 2),
            (["analyze", "samples/facade-fall.mp4", "--config", "samples/README.md"], 2),
            (["analyze", "gopher://x/y"], 2), (["run", "--config", "/nonexistent.yaml"], 2), (["run"], 2),
            (["check", "samples/site.yaml"], 0), (["check", "samples/facade-fall.mp4"], 2), (["check"], 2),
            (["probe", "rtsp://"], 2), (["alarms", "list", "--data", "/nonexistent"], 1), (["nonsense"], 2),
            (["--help"], 0), (["analyze", "--help"], 0), (["--version"], 0),
        ])
    func statuses(arguments: [String], status: Int) async throws {
        let outcome = try await Program.run(arguments, folder: Program.checkout)
        #expect(outcome.status == status, "\(outcome.errors)")
        #expect(status == 0 || !outcome.errors.isEmpty)
    }
}
