import Foundation

/// A server program of `Tests/Servers`, running on a loopback port of its own.
public final class TestServer {
    private let process = Process()
    /// Where it listens.
    public let port: Int

    /// What can be wrong with a server.
    public struct Unavailable: Error {
        /// What it said.
        public let output: String
    }

    /// Starts `script` with `arguments` and waits until it listens.
    public init(_ script: String, _ arguments: [String]) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [Self.folder + "/" + script] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Unavailable(output: text) }
            text += String(decoding: data, as: UTF8.self)
        }
        guard let port = text.split(separator: "\n").first?.split(separator: " ").last.flatMap({ Int($0) }) else {
            throw Unavailable(output: text)
        }
        self.port = port
    }

    deinit { stop() }

    /// GStreamer's RTSP server with `clip` at /cam0, /cam1 and so on.
    public static func rtsp(clip: String, _ options: [String] = []) throws -> TestServer {
        try TestServer("rtsp_server.py", ["--clip", clip] + options)
    }

    /// An HTTP server with `clip` at /whole, /cut and /live.
    public static func http(clip: String) throws -> TestServer { try TestServer("http_server.py", ["--clip", clip]) }

    /// A server that behaves badly.
    public static func broken(_ options: String...) throws -> TestServer { try TestServer("broken_server.py", options) }

    /// Freezes it: its connections stay open and go silent.
    public func freeze() { kill(process.processIdentifier, SIGSTOP) }

    /// Lets it go on.
    public func thaw() { kill(process.processIdentifier, SIGCONT) }

    /// Ends it at once.
    public func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Servers").path
}
