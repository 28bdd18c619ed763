import Foundation
import Glibc
import Synchronization

/// A server program on ports of 127.0.0.1 that can be killed and started again.
public final class LocalServer: Sendable {
    private let path: String
    private let arguments: [String]
    private let ports: [Int]
    private let output: String
    private let process = Mutex<Process?>(nil)

    /// The program at `path`, which listens at all `ports` when it is ready; what it prints is appended to `output`.
    public init(_ path: String, _ arguments: [String], ports: [Int], output: String = "/dev/null") {
        self.path = path
        self.arguments = arguments
        self.ports = ports
        self.output = output
    }

    deinit { kill() }

    /// Starts it, and returns when it listens.
    public func start() async throws {
        let opened = unsafe open(output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let file = FileHandle(fileDescriptor: opened, closeOnDealloc: true)
        try process.withLock { process in
            guard process == nil else { return }
            let new = Process()
            new.executableURL = URL(fileURLWithPath: path)
            new.arguments = arguments
            new.standardOutput = file
            new.standardError = file
            try new.run()
            process = new
        }
        for port in ports { try await until("\(path) listens", within: 20) { Self.isListening(port) } }
    }

    /// Whether it was started and not killed.
    public var isRunning: Bool { process.withLock { $0?.isRunning ?? false } }

    /// Sends it a signal.
    public func signal(_ number: Int32) {
        process.withLock { _ = $0.map { Glibc.kill($0.processIdentifier, number) } }
    }

    /// Kills it at once.
    public func kill() {
        process.withLock { process in
            guard let running = process else { return }
            Glibc.kill(running.processIdentifier, SIGKILL)
            running.waitUntilExit()
            process = nil
        }
    }

    /// Runs a program to its end; throws what it printed when it fails.
    public static func run(_ path: String, _ arguments: [String]) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TookTooLong(description: "\(path): \(String(decoding: text, as: UTF8.self))")
        }
    }

    /// Ports that nothing listens at, below those that the system gives to whoever asks for any: they stay free until used.
    public static func freePorts(_ count: Int) throws -> [Int] {
        var ports: Set<Int> = []
        for _ in 0..<1000 where ports.count < count {
            let candidate = Int.random(in: 10_000..<32_000)
            if isFree(candidate) { ports.insert(candidate) }
        }
        guard ports.count == count else { throw TookTooLong(description: "no free port") }
        return Array(ports)
    }

    private static func isFree(_ port: Int) -> Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        return unsafe withAddress(port) { unsafe bind(probe, $0, $1) == 0 }
    }

    private static func isListening(_ port: Int) -> Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        return unsafe withAddress(port) { unsafe connect(probe, $0, $1) == 0 }
    }

    private static func withAddress<Result>(
        _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
    ) rethrows -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return try unsafe withUnsafePointer(to: &address) { pointer in
            try unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
