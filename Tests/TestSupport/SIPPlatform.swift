import Foundation
import Synchronization

/// The GB/T 28181 platform of `Tests/Servers/sip_platform.py`, which can be lossy, silent, contrary, and killed.
public final class SIPPlatform: Sendable {
    /// Something it heard.
    public struct Heard: Decodable, Sendable {
        /// `request`, `answer`, or `unheard` while it is silent.
        public var kind: String
        /// Of a request.
        public var method: String?
        /// The first line of a request.
        public var line: String?
        /// Of an answer, or the one that a request was given.
        public var status: Int?
        /// Names in lower case.
        public var headers: [String: String]?
        /// Decoded as it says it is coded.
        public var body: String?
        /// `udp` or `tcp`.
        public var transport: String?
        /// Bytes of the whole message.
        public var bytes: Int?
    }

    /// What is wrong with it; the words are those of its program.
    public struct Mode: Encodable, Sendable {
        /// Share of datagrams that are lost, each way.
        public var loss = 0.0
        /// Answers nothing.
        public var silent = false
        /// Seconds before each answer.
        public var delay = 0.0
        /// Answers twice.
        public var twice = false
        /// Event ids with the status that refuses them.
        public var refuse: [String: Int] = [:]
        /// Methods with the status that their requests get.
        public var status: [String: Int] = [:]
        /// What its `Response` to an alarm says; nil: it sends none.
        public var respond: String?
        /// What it asks of the device.
        public var ask: [Request] = []

        /// As a platform should be.
        public init() {}
    }

    /// A request to the device.
    public struct Request: Encodable, Sendable {
        /// Tells requests apart: each is sent once.
        public var n: Int
        /// `MESSAGE`, `SUBSCRIBE`, …
        public var method: String
        /// More headers than every request has.
        public var headers: [String: String] = [:]
        /// Its body.
        public var body = ""
        /// In which the body is sent, as Python calls it.
        public var charset = "utf-8"
        /// How often it is sent, as when its answer is lost.
        public var times = 1

        /// The `n`th request.
        public init(_ n: Int, _ method: String, body: String = "") {
            self.n = n
            self.method = method
            self.body = body
        }
    }

    /// Where it listens, over UDP and TCP.
    public let port: Int
    private let folder: String
    private let options: [String]
    private let server: Mutex<TestServer?>

    /// Starts it with `options`; what it hears it keeps in `folder`.
    public init(in folder: ScratchFolder, _ options: [String] = []) throws {
        self.folder = folder.path
        self.options = ["--folder", folder.path] + options
        let server = try TestServer("sip_platform.py", self.options)
        port = server.port
        self.server = Mutex(server)
    }

    /// Ends it at once; it forgets who was registered.
    public func kill() {
        server.withLock { server in
            server?.stop()
            server = nil
        }
    }

    /// Starts it again at the same port, where it was killed.
    public func restart() throws {
        let arguments = options + ["--port", "\(port)"]
        try server.withLock { server in
            if server == nil { server = try TestServer("sip_platform.py", arguments) }
        }
    }

    /// Lets it be as `change` says, and otherwise as it should be.
    public func suffer(_ change: (inout Mode) -> Void) throws {
        var mode = Mode()
        change(&mode)
        try JSONEncoder().encode(mode).write(to: URL(fileURLWithPath: folder + "/mode.json"), options: .atomic)
    }

    /// All it has heard, in order. What is being written this moment is left out.
    public func heard() -> [Heard] {
        let data = (try? Data(contentsOf: URL(fileURLWithPath: folder + "/heard.jsonl"))) ?? Data()
        return data.split(separator: 0x0A).compactMap { try? JSONDecoder().decode(Heard.self, from: $0) }
    }

    /// The alarms it has taken, in order.
    public func alarms() -> [Heard] {
        heard().filter { heard in
            heard.kind == "request" && heard.status == 200 && heard.body?.contains("<CmdType>Alarm</CmdType>") == true
                && heard.body?.contains("<Notify>") == true
        }
    }

    /// Waits until what it has heard fulfils `condition`; false after `seconds`.
    public func wait(seconds: Double = 20, until condition: ([Heard]) -> Bool) async -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if condition(heard()) { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
}
