import Foundation
import SyntheticScenes
import TestSupport
import Testing
import VideoCore
import VideoStreams

/// `tocsin calibrate`, by its files, its words and its exit statuses.
@Suite struct CalibrateTests {
    private static let vantage = Vantage.standard(width: 960, height: 540, light: .day, seed: 7)

    /// A rendered still of the standard view, and lines of it as an installer would type them.
    private struct Still {
        let folder: ScratchFolder
        let path: String

        init() throws {
            folder = try ScratchFolder()
            path = folder.file("shot.jpg")
            let scene = ScenePreset.facadeStill.scene(seed: 7, seconds: 1, width: 960, height: 540)
            try Data(JPEGEncoder().encode(SceneRenderer(scene).frame(at: 0))).write(to: URL(fileURLWithPath: path))
        }

        func line(_ floor: Int, inPixels: Bool = false) throws -> String {
            let building = CalibrateTests.vantage.building
            let numbers = try [-building.width / 2, building.width / 2].flatMap { x -> [String] in
                let place = SIMD3(x, building.level(of: Double(floor)), 0)
                let pixel = try #require(CalibrateTests.vantage.camera.pixel(of: place))
                let scale = inPixels ? SIMD2(1.0, 1) : SIMD2(960, 540)
                let digits = inPixels ? "%.1f" : "%.4f"
                return [String(format: digits, pixel.x / scale.x), String(format: digits, pixel.y / scale.y)]
            }
            return "\(floor):" + numbers.joined(separator: ",")
        }
    }

    @Test("Two lines give a configuration that check accepts and analyze finds the floor and the column with")
    func wholeWay() async throws {
        let still = try Still()
        let (output, picture) = (still.folder.file("camera.yaml"), still.folder.file("drawn.jpg"))
        let outcome = try await Program.run([
            "calibrate", still.path, "--line", still.line(4), "--line", still.line(12), "--storeys", "12", "--columns",
            "6", "--camera", "facade-3-south", "--output", output, "--picture", picture,
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.contains("FLOOR  IN PICTURE  10 CM ACROSS"))
        #expect(outcome.output.contains("“every opening from floor 3 up in view”: not met."), "\(outcome.output)")
        let check = try await Program.run(["check", output])
        #expect(check.status == 0 && check.errors.isEmpty, "\(check.errors)")
        #expect(check.output.contains("valid: camera facade-3-south, 1 detector"))
        let probe = try await Program.run(["probe", picture])
        #expect(probe.output.contains("960 × 540"), "\(probe.errors)")
        let events = try await Program.run([
            "analyze", Program.checkout + "/samples/facade-fall.mp4", "--config", output,
        ])
        let opens = events.output.split(separator: "\n").filter { $0.contains("\"phase\":\"open\"") }
        #expect(opens.count == 1)
        #expect(opens.allSatisfy { $0.contains("\"floor\":9") && $0.contains("\"column\":3") }, "\(events.output)")
    }

    @Test("Without --output the configuration is all of standard output; pixels do as well as shares")
    func standardOutput() async throws {
        let still = try Still()
        let outcome = try await Program.run([
            "calibrate", still.path, "--line", still.line(5, inPixels: true), "--line",
            still.line(11, inPixels: true), "--storeys", "12", "--width", "19.8",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("from the facade's width") && outcome.errors.contains("--picture"))
        let path = still.folder.file("camera.yaml")
        try outcome.output.write(toFile: path, atomically: true, encoding: .utf8)
        let check = try await Program.run(["check", path])
        #expect(check.status == 0, "\(check.errors)")
        #expect(!outcome.output.contains("columns"))
        #expect(outcome.output.contains("- {floor: 12, line: [["))
    }

    @Test("Without a line the plain picture is saved, from a video too, with what to do next")
    func plainPicture() async throws {
        let folder = try ScratchFolder()
        let outcome = try await Program.run([
            "calibrate", Program.checkout + "/samples/facade-quiet.mp4", "--picture", folder.file("shot.jpg"),
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("640 × 360 pixels") && outcome.output.contains("--line FLOOR:X,Y,X,Y"))
        #expect(FileManager.default.fileExists(atPath: folder.file("shot.jpg")))
    }

    @Test("A picture is taken from a camera, whose password is never shown")
    func camera() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 150)
        try "p@ss:w/ord".write(toFile: folder.file("password"), atomically: true, encoding: .utf8)
        let server = try TestServer.rtsp(
            clip: folder.file("a.mp4"), ["--user", "admin", "--password", "p@ss:w/ord", "--methods", "digest"])
        let outcome = try await Program.run([
            "calibrate", "rtsp://127.0.0.1:\(server.port)/cam0", "--username", "admin", "--password-file",
            folder.file("password"), "--picture", folder.file("shot.jpg"),
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("160 × 96 pixels"))
        #expect(!(outcome.output + outcome.errors).contains("p@ss"))
    }

    @Test("A configuration that was written by hand is not replaced; one of its own is")
    func keepsFiles() async throws {
        let still = try Still()
        let path = still.folder.file("site.yaml")
        try "site: a\ncameras: []\n".write(toFile: path, atomically: true, encoding: .utf8)
        let arguments = [
            "calibrate", still.path, "--line", try still.line(4), "--line", try still.line(12), "--storeys", "12",
            "--output",
        ]
        let refused = try await Program.run(arguments + [path])
        #expect(refused.status == 2 && refused.errors.contains("was not made by tocsin calibrate"))
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("site: a"))
        for _ in 0..<2 { #expect(try await Program.run(arguments + [still.folder.file("own.yaml")]).status == 0) }
    }

    private static let low = ["--line", "3:0.1,0.9,0.9,0.9"]
    private static let high = ["--line", "12:0.3,0.2,0.7,0.2"]

    static let wrong: [(arguments: [String], words: String)] = [
        (low + high, "--storeys is missing"), ([], "There is no --line"),
        (low + ["--storeys", "12"], "one floor line gives no map"),
        (low + high + ["--storeys", "11"], "the building has 11 storeys"),
        (low + ["--line", "12:0.7,0.2,0.3,0.2", "--storeys", "12"], "give its left end first"),
        (low + ["--line", "12:0.3,0.95,0.7,0.95", "--storeys", "12"], "up cannot be told from down"),
        (low + ["--line", "12:0.3,0.2,0.7,0.95", "--storeys", "12"], "cross"),
        (low + ["--line", "12:0.3,0.2,0.7", "--storeys", "12"], "is not FLOOR:X,Y,X,Y"),
        (low + ["--line", "12:300,100,2000,100", "--storeys", "12"], "outside the picture of 960 × 540 pixels"),
        (low + ["--line", "12:-0.1,0.2,0.7,0.2", "--storeys", "12"], "count from its top left corner"),
        (low + high + ["--storeys", "12", "--floor-height", "0.5"], "--floor-height must be from 1"),
        (low + high + ["--storeys", "12", "--columns", "0"], "--columns must be from 1"),
        (low + high + ["--storeys", "12", "--camera", "a/b"], "--camera must be letters"),
        (low + high + ["--storeys", "12", "--width", "20", "--field-of-view", "80"], "say the same"),
    ]

    @Test("Wrong arguments end with status 2, the argument's name and a remedy", arguments: wrong)
    func wrongArguments(arguments: [String], words: String) async throws {
        let still = try Still()
        let outcome = try await Program.run(["calibrate", still.path] + arguments)
        withExtendedLifetime(still) {}
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test("A picture that cannot be had, or files that cannot be written, end with status 1")
    func failures() async throws {
        let still = try Still()
        let rest = ["--line", try still.line(4), "--line", try still.line(12), "--storeys", "12"]
        let gone = try await Program.run(["calibrate", "/nonexistent.jpg"] + rest)
        #expect(gone.status == 1 && gone.errors.contains("/nonexistent.jpg"))
        let refused = try await Program.run(["calibrate", "rtsp://u:secret@127.0.0.1:9/x"] + rest)
        #expect(refused.status == 1 && refused.errors.contains("nothing listens") && !refused.errors.contains("secret"))
        for option in ["--output", "--picture"] {
            let outcome = try await Program.run(["calibrate", still.path] + rest + [option, "/nonexistent/x"])
            #expect(outcome.status == 1 && outcome.errors.contains("/nonexistent/x cannot be written"))
        }
    }
}
