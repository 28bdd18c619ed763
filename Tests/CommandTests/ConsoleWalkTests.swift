import Foundation
import TestSupport
import Testing

/// The console as people use it: Debian's Chromium before the built program, with real RTSP cameras.
@Suite struct ConsoleWalkTests {
    private static let python = Program.checkout + "/.deps/browser/bin/python"
    /// What the walks keep of each step, for whoever wants to look.
    private static let pictures = Program.checkout + "/.build/console-pictures"

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: python), "no browser to drive: run scripts/setup test"),
        arguments: ["zh", "en"])
    func `From the first start to an alarm dealt with, by browser, seen by axe-core`(language: String) async throws {
        let walk = try await run(["walk.py", Program.path, "--language", language, "--pictures", Self.pictures])
        #expect(walk.status == 0, "\(walk.said.suffix(6000))")
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: python), "no browser to drive: run scripts/setup test"))
    func `The page shows something within 300 ms of the time for a single word, and is lighter than 300 KB`()
        async throws
    {
        let paint = try await run(["paint.py", Program.path])
        #expect(paint.status == 0, "\(paint.said.suffix(2000))")
    }

    /// Runs a script of `Tests/Browser` to its end.
    private func run(_ arguments: [String]) async throws -> (status: Int32, said: String) {
        let folder = try ScratchFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.python)
        process.currentDirectoryURL = URL(fileURLWithPath: Program.checkout + "/Tests/Browser")
        process.arguments = arguments
        let output = folder.file("output")
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let handle = FileHandle(forWritingAtPath: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        await Program.end(of: process)
        return (process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8))
    }
}
