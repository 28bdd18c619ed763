import Foundation
import Logging
import TestSupport
import Testing

@testable import tocsin

/// Cameras that were set up anew on purpose.
struct RelearnTests {
    /// Puts what an earlier run would have learnt of the camera into the data directory.
    private static func learn(_ site: TestSite) throws -> [String] {
        let files = ["data/views/facade.view", "data/baselines/facade.json"].map(site.folder.file)
        for file in files {
            try FileManager.default.createDirectory(
                atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data("{}".utf8).write(to: URL(fileURLWithPath: file))
        }
        return files
    }

    @Test func `the running service forgets what it learnt of a camera, and one that starts does so too`() async throws
    {
        let site = try TestSite()
        let config = try site.write(more: "    loop: true")
        for isRunning in [false, true] {
            let files = try Self.learn(site)
            let word = site.folder.file("data/relearn/facade")
            var service: Process?
            if isRunning {
                service = try site.start(config)
                #expect(try await eventually(seconds: 30) { site.log.contains("video arrives") }, "\(site.log)")
            }
            let outcome = try await Program.run(["relearn", "--config", config, "--camera", "facade"])
            #expect(outcome.status == 0 && outcome.output.contains("word was left"), "\(outcome.errors)")
            if !isRunning { #expect(FileManager.default.fileExists(atPath: word)) }
            let running = try service ?? site.start(config)
            #expect(try await eventually(seconds: 20) { site.log.contains("is forgotten") }, "\(site.log)")
            #expect(try await eventually(seconds: 20) { !files.contains(where: FileManager.default.fileExists) })
            #expect(!FileManager.default.fileExists(atPath: word))
            #expect(running.isRunning && !site.log.contains("cannot be deleted"), "\(site.log)")
            _ = await TestSite.stop(running)
        }
    }

    @Test func `a camera that the site does not have cannot be forgotten`() async throws {
        let site = try TestSite()
        let outcome = try await Program.run(["relearn", "--config", try site.write(), "--camera", "lobby"])
        #expect(outcome.status == 2 && outcome.errors.contains("no camera or device “lobby”"), "\(outcome.errors)")
    }

    @Test func `a word for a camera that is gone is taken away, and forgets nothing`() async throws {
        let folder = try ScratchFolder()
        let heard = Recorder<String>()
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let relearning = Relearning({ ["here"] }, dataDirectory: folder.path, logger: quiet) { heard.add($0) }
        for name in ["here", "gone"] {
            try Data().write(to: Relearning.words(in: folder.path).appending(path: name))
        }
        let task = Task { try await relearning.run() }
        #expect(await heard.wait(seconds: 20) { !$0.isEmpty })
        task.cancel()
        _ = try await task.value
        #expect(heard.values == ["here"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("relearn")) == [])
    }
}
