import Delivery
import Foundation
import Glibc
import MQTTSink
import TestSupport
import VideoCore

/// A real mosquitto with passwords, TLS and a store of its own; read by mosquitto_sub, in a session that persists.
struct MQTTFarEnd: FarEnd {
    static let title = "MQTT 5 (mosquitto)"
    private static let user = "tocsin"
    private static let password = "secret-right"

    let folder: String
    /// Of the broker itself: in the clear, and secured.
    let ports: [Int]
    private let proxies: [FaultyProxy]
    private let broker: LocalServer
    private let reader: LocalServer
    private let certificates: Certificates

    static func begin(in folder: ScratchFolder) async throws -> MQTTFarEnd {
        let end = try MQTTFarEnd(in: folder, settings: "")
        try await end.broker.start()
        try await end.reader.start()
        try await end.awaitReader(1)
        return end
    }

    /// A broker that is not started yet.
    ///
    /// - Parameter settings: further lines for its configuration.
    init(in folder: ScratchFolder, settings: String) throws {
        self.folder = folder.path
        ports = try LocalServer.freePorts(2)
        proxies = try ports.map { try FaultyProxy(to: $0) }
        certificates = try Certificates(in: folder.path)
        let file = folder.file("mosquitto.conf")
        broker = LocalServer("/usr/sbin/mosquitto", ["-c", file], ports: ports)
        reader = LocalServer(
            "/usr/bin/mosquitto_sub",
            ["-p", "\(ports[0])", "-u", Self.user, "-P", Self.password]
                + ["-i", "reader", "-c", "-q", "1", "-t", "tocsin/#", "-F", "%t %x"],
            ports: [], output: folder.file("received"))
        let passwords = folder.file("passwords")
        try LocalServer.run("/usr/bin/mosquitto_passwd", ["-b", "-c", passwords, Self.user, Self.password])
        let configuration = """
            \(getuid() == 0 ? "user root" : "")
            allow_anonymous false
            password_file \(passwords)
            persistence true
            persistence_location \(folder.path)/
            autosave_interval 1
            max_queued_messages 100000
            max_inflight_messages 0
            log_dest file \(folder.file("mosquitto.log"))
            log_type subscribe
            log_type error
            \(settings)
            listener \(ports[0]) 127.0.0.1
            listener \(ports[1]) 127.0.0.1
            cafile \(certificates.authority)
            certfile \(certificates.server)
            keyfile \(certificates.serverKey)
            """
        try configuration.write(toFile: file, atomically: true, encoding: .utf8)
    }

    func sink(named name: String, _ login: FarEndLogin) -> (any AlarmSink)? {
        MQTTSink(name: name, site: "garden", settings(login))
    }

    /// How it is reached by way of a proxy.
    func settings(_ login: FarEndLogin = .right) -> MQTTSettings {
        let isSecured = login == .secured || login == .wrongCertificate
        var settings = MQTTSettings(host: "127.0.0.1", port: proxies[isSecured ? 1 : 0].port)
        settings.username = Self.user
        settings.password = Secret(login == .wrongPassword ? "secret-wrong" : Self.password)
        let authority = login == .secured ? certificates.authority : certificates.stranger
        if isSecured { settings.tls = TLSFiles(authorities: authority) }
        settings.ackTimeout = 8
        return settings
    }

    var entry: String {
        "mqtt: {url: \"mqtt://127.0.0.1:\(proxies[0].port)\", username: \(Self.user), password: \(Self.password)}"
    }

    var consumer: (program: String, environment: [String: String])? {
        let login = ["MQTT_USER": Self.user, "MQTT_PASSWORD": Self.password]
        return ("from_mqtt.py", login.merging(["MQTT_PORT": "\(ports[0])"]) { $1 })
    }

    func suffer(_ fault: FarEndFault) async throws -> Bool {
        switch fault {
        case .killed:
            // Mosquitto acknowledges before it writes: what it loses of that is its own loss (docs/sinks.md). So nothing more
            // comes to it, and what it has acknowledged gets onto the disk, before it is killed.
            setMode(.silent)
            for _ in 0..<2 { try await save() }
            broker.kill()
            setMode(.passes)
        case .slow: setMode(.delays(0.1))
        case .silent: setMode(.silent)
        case .acknowledgesTwice: setMode(.repeatsAnswers)
        case .refuses: return false
        }
        return true
    }

    /// Lets the broker write down what it holds. One writing may be under way already.
    private func save() async throws {
        guard broker.isRunning else { return }
        let store = folder + "/mosquitto.db"
        func written() -> Date? {
            (try? FileManager.default.attributesOfItem(atPath: store))?[.modificationDate] as? Date
        }
        let before = written()
        broker.signal(SIGUSR1)
        try await until("the broker has written its store", within: 20) { written() != before }
    }

    func mend() async throws {
        setMode(.passes)
        let before = try subscriptions()
        guard !broker.isRunning else { return }
        try await broker.start()
        try await awaitReader(before + 1)
    }

    func received() async throws -> [[UInt8]] {
        let mark = "tocsin/mark/\(UUID().uuidString)"
        try tell(mark, "mark")
        try await until("the reader has caught up", within: 60) { try lines().contains { $0.hasPrefix(mark) } }
        return try lines().filter { $0.contains("/alarms/") }.compactMap { line in
            line.split(separator: " ").last.map { Self.bytes(ofHexadecimal: $0) }
        }
    }

    func end() {
        reader.kill()
        broker.kill()
        for proxy in proxies { proxy.end() }
    }

    /// Starts the broker alone: nobody reads.
    func startBroker() async throws { try await broker.start() }

    /// Lets somebody read, as the security centre would.
    func startReader() async throws {
        let before = try subscriptions()
        try await reader.start()
        try await awaitReader(before + 1)
    }

    /// Topics and bodies in hexadecimal that were read, those of the state too.
    func lines() throws -> [Substring] {
        guard let text = try? String(contentsOfFile: folder + "/received", encoding: .utf8) else { return [] }
        return text.split(separator: "\n")
    }

    /// Publishes a message beside the sink.
    func tell(_ topic: String, _ body: String) throws {
        try LocalServer.run(
            "/usr/bin/mosquitto_pub",
            ["-p", "\(ports[0])", "-u", Self.user, "-P", Self.password, "-q", "1", "-t", topic, "-m", body])
    }

    /// Cuts the connections there are.
    func cut() { for proxy in proxies { proxy.cut() } }

    private func setMode(_ mode: FaultyProxy.Mode) { for proxy in proxies { proxy.mode = mode } }

    private func awaitReader(_ count: Int) async throws {
        try await until("the reader has subscribed", within: 30) { try subscriptions() >= count }
    }

    private func subscriptions() throws -> Int {
        guard let log = try? String(contentsOfFile: folder + "/mosquitto.log", encoding: .utf8) else { return 0 }
        return log.split(separator: "\n").filter { $0.contains("reader 1 tocsin/#") }.count
    }

    private static func bytes(ofHexadecimal text: Substring) -> [UInt8] {
        let digits = text.utf8.map { UInt8($0 <= 57 ? $0 - 48 : ($0 | 32) - 87) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
