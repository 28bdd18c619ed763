import Foundation
import TestSupport
import Testing
import VideoStreams

/// `tocsin analyze` where something is wrong: what is said, what is written all the same, and the exit status.
@Suite struct AnalyzeTroubleTests {
    private static let fall = Program.checkout + "/samples/facade-fall.mp4"
    private static let facade = Program.checkout + "/samples/facade.yaml"

    private func summary(_ path: String) throws -> [String: Any] {
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
        return try #require(json as? [String: Any])
    }

    @Test("Events that cannot be written end the analysis with words and status 1, and the summary is written")
    func fullDisk() async throws {
        let folder = try ScratchFolder()
        let toFile = try await Program.run([
            "analyze", Self.fall, "--config", Self.facade, "--output", "/dev/full", "--summary", folder.file("s"),
        ])
        #expect(toFile.status == 1)
        #expect(toFile.errors.contains("tocsin analyze: /dev/full cannot be written"), "\(toFile.errors)")
        let counts = try summary(folder.file("s"))
        #expect(counts["pending"] == nil)
        #expect((counts["events"] as? [String: Any])?.isEmpty == true)
        let wrapper = ["sh", "-c", "exec \"$0\" \"$@\" > /dev/full"]
        let toOutput = try await Program.run(["analyze", Self.fall, "--config", Self.facade], wrapper: wrapper)
        #expect(toOutput.status == 1)
        #expect(toOutput.errors.contains("standard output cannot be written"), "\(toOutput.errors)")
    }

    @Test("What is wrong with the input is said before, and not hidden by, what is wrong with the annotated video")
    func emptyInput() async throws {
        let folder = try ScratchFolder()
        try Data().write(to: URL(fileURLWithPath: folder.file("empty.mp4")))
        let outcome = try await Program.run([
            "analyze", folder.file("empty.mp4"), "--annotate", folder.file("an.mp4"), "--summary", folder.file("s"),
        ])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("empty.mp4: nothing in it can be decoded as video"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("an.mp4"), "\(outcome.errors)")
        #expect(try summary(folder.file("s"))["unreadable"] as? Int == 1)
    }

    @Test("An annotated video that cannot be written costs neither events nor summary, and ends with status 1")
    func annotateNowhere() async throws {
        let folder = try ScratchFolder()
        for path in [folder.file("none/seen.mp4"), folder.file("seen.txt")] {
            let outcome = try await Program.run([
                "analyze", Self.fall, "--config", Self.facade, "--annotate", path, "--summary", folder.file("s"),
            ])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains(path), "\(outcome.errors)")
            #expect(outcome.output.contains("\"phase\":\"open\"") && outcome.output.contains("\"phase\":\"close\""))
            #expect(try summary(folder.file("s"))["decoded"] as? Int == 200)
        }
    }

    @Test("Where the picture's size changes the annotated video ends with a word, and the analysis goes on")
    func sizeChange() async throws {
        let folder = try ScratchFolder()
        var joined = Data()
        for (name, width, height) in [("a.h264", 160, 96), ("b.h264", 320, 192)] {
            try TestClips.movingSquare(to: folder.file(name), frames: 25, width: width, height: height)
            joined += try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
        }
        try joined.write(to: URL(fileURLWithPath: folder.file("c.h264")))
        let outcome = try await Program.run([
            "analyze", folder.file("c.h264"), "--annotate", folder.file("an.mp4"), "--summary", folder.file("s"),
        ])
        #expect(outcome.status == 1)
        let word = "ends after 25 pictures, where their size changes from 160 × 96 to 320 × 192"
        #expect(outcome.errors.contains(word), "\(outcome.errors)")
        #expect(try summary(folder.file("s"))["decoded"] as? Int == 50)
        let seen = try await Program.run(["probe", folder.file("an.mp4")])
        #expect(seen.output.contains("160 × 96") && seen.output.contains("25 pictures, none lost"), "\(seen.errors)")
    }

    @Test("Stills of different sizes are all looked at, and one that cannot be read is named")
    func stills() async throws {
        let folder = try ScratchFolder()
        for (name, width) in [("1.jpg", 160), ("2.jpg", 320)] {
            try await Program.ffmpeg(["-i", Self.fall, "-vf", "scale=\(width):96", "-frames:v", "1", folder.file(name)])
        }
        try Data("no picture".utf8).write(to: URL(fileURLWithPath: folder.file("3.jpg")))
        let outcome = try await Program.run([
            "analyze", folder.path, "--annotate", folder.file("an.mp4"), "--summary", folder.file("s"),
        ])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("\(folder.path)/3.jpg: nothing in it can be decoded"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("broke off"), "\(outcome.errors)")
        #expect(try summary(folder.file("s"))["decoded"] as? Int == 2)
    }

    @Test("An input that is missing or empty is spoken of as a file, not as a camera, and by the command")
    func files() async throws {
        let folder = try ScratchFolder()
        for command in ["analyze", "probe"] {
            let missing = try await Program.run([command, folder.file("none.mp4")])
            #expect(missing.status == 1)
            #expect(missing.errors.hasPrefix("tocsin \(command): \(folder.file("none.mp4")): there is no such file"))
            #expect(!missing.errors.contains("Hikvision") && !missing.errors.contains("camera"), "\(missing.errors)")
        }
        let empty = try await Program.run(["analyze", folder.path])
        #expect(empty.status == 1)
        #expect(empty.errors.hasPrefix("tocsin analyze: \(folder.path): the folder holds no still"), "\(empty.errors)")
    }

    @Test("A configuration without a detector that runs ends with status 2, and one with quality runs")
    func nothingRuns() async throws {
        let folder = try ScratchFolder()
        let path = folder.file("camera.yaml")
        try Data("camera: a\ndetectors: {}\n".utf8).write(to: URL(fileURLWithPath: path))
        let outcome = try await Program.run(["analyze", Self.fall, "--config", path])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("runs none of the detectors"), "\(outcome.errors)")
        try Data("camera: a\ndetectors: {quality: {}, thrown-object: {}}\n".utf8).write(to: URL(fileURLWithPath: path))
        let partly = try await Program.run(["analyze", Self.fall, "--config", path])
        #expect(partly.status == 0)
        #expect(!partly.errors.contains("warning"), "\(partly.errors)")
    }

    @Test("A noticeable share of lost pictures is said, as after a change of codec that nothing announces")
    func lostShare() async throws {
        let folder = try ScratchFolder()
        var joined = Data()
        for (name, codec) in [("a.ts", ClipOptions.Codec.h264), ("b.ts", .h265)] {
            var options = ClipOptions()
            options.codec = codec
            try TestClips.movingSquare(to: folder.file(name), frames: 50, options: options)
            joined += try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
        }
        try joined.write(to: URL(fileURLWithPath: folder.file("c.ts")))
        let outcome = try await Program.run(["analyze", folder.file("c.ts"), "--summary", folder.file("s")])
        #expect(outcome.status == 0)
        let counts = try summary(folder.file("s"))
        let lost = (counts["dropped"] as? [String: Int] ?? [:]).values.reduce(0, +)
        let received = try #require(counts["received"] as? Int)
        #expect(lost > 0 && received == lost + (counts["decoded"] as? Int ?? 0))
        #expect(outcome.errors.contains("\(lost) of \(received) pictures were lost"), "\(outcome.errors)")
        let whole = try await Program.run(["analyze", folder.file("a.ts")])
        #expect(whole.errors.isEmpty, "\(whole.errors)")
    }

    @Test(
        "An output that is the input, or another output, is refused and nothing is overwritten",
        arguments: ["--output", "--summary", "--annotate"])
    func outputIsInput(option: String) async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 30)
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("a.mp4")))
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("b.mp4"), withDestinationPath: folder.file("a.mp4"))
        for name in ["a.mp4", "b.mp4"] {
            let outcome = try await Program.run(["analyze", folder.file("a.mp4"), option, folder.file(name)])
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains("is the same file as the input"))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("a.mp4"))) == before)
        let twice = try await Program.run([
            "analyze", folder.file("a.mp4"), "--output", folder.file("x"), "--summary", folder.file("x"),
        ])
        #expect(twice.status == 2)
    }
}
