import Foundation
import Glibc
import TestSupport

/// A nats-server of its own on 127.0.0.1, with what it stores in a folder.
actor NATSServer {
    /// Where it listens, also after it was killed.
    nonisolated let port: Int
    private let configuration: String
    private var process: Process?

    /// Starts one after `settings` in nats-server's own language; `JetStream` is on unless it says otherwise.
    init(in folder: String, _ settings: String = "", jetStream: Bool = true) async throws {
        port = try LocalServer.freePorts(1)[0]
        configuration = folder + "/nats-\(port).conf"
        let store = jetStream ? "jetstream { store_dir: \"\(folder)/nats\" }" : ""
        try "listen: \"127.0.0.1:\(port)\"\n\(store)\n\(settings)\n".write(
            toFile: configuration, atomically: true, encoding: .utf8)
        try await start()
    }

    deinit { if let process { Glibc.kill(process.processIdentifier, SIGKILL) } }

    /// Runs it and returns once it listens.
    func start() async throws {
        guard process == nil else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/nats-server")
        process.arguments = ["-c", configuration, "-l", configuration + ".log"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        try await waitUntil("Server is ready")
    }

    /// Returns once its log says `text`.
    func waitUntil(_ text: String) async throws {
        let log = configuration + ".log"
        try await until("nats-server says: \(text)", within: 20) {
            ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").contains(text)
        }
    }

    /// Ends it at once, and only it.
    func kill() {
        guard let process else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
        try? FileManager.default.removeItem(atPath: configuration + ".log")
    }
}
