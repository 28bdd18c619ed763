public import Foundation
import Synchronization

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
    public static func run(
        _ arguments: [String], wrapper: [String] = [], folder: String? = nil
    ) async throws -> Outcome {
        let scratch = try ScratchFolder()
        let began = ContinuousClock.now
        let process = try start(
            arguments, wrapper: wrapper, folder: folder, output: scratch.file("out"), errors: scratch.file("err"))
        await end(of: process)
        let status = Int(process.terminationStatus)
        return Outcome(
            status: process.terminationReason == .exit ? status : -status,
            output: try String(contentsOfFile: scratch.file("out"), encoding: .utf8),
            errors: try String(contentsOfFile: scratch.file("err"), encoding: .utf8),
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
        for file in [output, errors] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs Debian's `ffmpeg` with `arguments` to its end.
    public static func ffmpeg(_ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        process.arguments = ["-v", "error"] + arguments
        process.standardInput = FileHandle.nullDevice
        try process.run()
        await end(of: process)
    }

    /// Waits for `process` without holding up the tests beside this one.
    public static func end(of process: Process) async {
        await withCheckedContinuation { continuation in
            let once = Once { continuation.resume() }
            process.terminationHandler = { _ in once.run() }
            // It may have ended before the handler was set.
            if !process.isRunning { once.run() }
        }
    }

    /// Where the program lies: beside the tests.
    public static var path: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("tocsin").path
    }

    /// The top folder of the checkout.
    public static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
}

/// Does something the first time it is asked to.
private final class Once: Sendable {
    private let isDone = Atomic<Bool>(false)
    private let work: @Sendable () -> Void

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }

    func run() {
        if !isDone.exchange(true, ordering: .acquiringAndReleasing) { work() }
    }
}
