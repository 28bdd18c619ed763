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
    func `From the first start to an alarm dealt with, by browser and by keyboard`(language: String) async throws {
        let folder = try ScratchFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.python)
        process.arguments = [
            Program.checkout + "/Tests/Browser/walk.py", Program.path, "--language", language, "--pictures",
            Self.pictures,
        ]
        let output = folder.file("walk")
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let handle = FileHandle(forWritingAtPath: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        await Program.end(of: process)
        let said = try String(contentsOfFile: output, encoding: .utf8)
        #expect(process.terminationStatus == 0, "\(said.suffix(6000))")
    }
}
