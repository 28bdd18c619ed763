import Foundation

/// The built program `tocsin`, run as a user runs it.
public struct Program {
    /// What came of a run.
    public struct Outcome: Sendable {
        /// Exit status; that of a signal is negative.
        public let status: Int
        /// Standard output.
        public let output: String
        /// Standard error.
        public let errors: String
        /// Seconds from start to end.
        public let seconds: Double
    }

    /// Runs `tocsin` with `arguments` to its end. `wrapper` stands before it, as `["unshare", "-n"]`.
    public static func run(_ arguments: [String], wrapper: [String] = [], folder: String? = nil) throws -> Outcome {
        let scratch = try ScratchFolder()
        let process = try start(arguments, wrapper: wrapper, folder: folder, output: scratch.path("out"),
            errors: scratch.path("err"))
        let began = ContinuousClock.now
        process.waitUntilExit()
        let status = Int(process.terminationStatus)
        return Outcome(
            status: process.terminationReason == .exit ? status : -status,
            output: try String(contentsOfFile: scratch.path("out"), encoding: .utf8),
            errors: try String(contentsOfFile: scratch.path("err"), encoding: .utf8),
            seconds: (ContinuousClock.now - began) / .seconds(1))
    }

    /// Starts `tocsin` with `arguments`; its output goes to files.
    public static func start(
        _ arguments: [String], wrapper: [String] = [], folder: String? = nil, output: String, errors: String
    ) throws -> Process {
        let process = Process()
        let command = wrapper + [path] + arguments
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        for file in [output, errors] { FileManager.default.createFile(atPath: file, contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Where the program lies: beside the tests.
    public static var path: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("tocsin").path
    }

    /// The top folder of the checkout.
    public static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
}
