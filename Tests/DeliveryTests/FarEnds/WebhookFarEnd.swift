import Delivery
import Foundation
import TestSupport
import VideoCore
import WebhookSink

/// A web server that records what it takes before it answers; wants a token and a signature.
struct WebhookFarEnd: FarEnd {
    static let title = "webhook"
    private static let token = "secret-token"
    private static let secret = "secret-right, of thirty-two bytes"

    let folder: String
    private let proxies: [FaultyProxy]
    private let server: LocalServer
    let certificates: Certificates

    static func begin(in folder: ScratchFolder) async throws -> WebhookFarEnd {
        try await begin(in: folder, options: [])
    }

    static func begin(in folder: ScratchFolder, options: [String]) async throws -> WebhookFarEnd {
        let end = try WebhookFarEnd(in: folder, options: options)
        try await end.server.start()
        return end
    }

    private init(in folder: ScratchFolder, options: [String]) throws {
        self.folder = folder.path
        let ports = try LocalServer.freePorts(2)
        proxies = try ports.map { try FaultyProxy(to: $0) }
        let certificates = try Certificates(in: folder.path)
        self.certificates = certificates
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Servers/webhook_server.py").path
        server = LocalServer(
            "/usr/bin/python3",
            [script, "--port", "\(ports[0])", "--tls-port", "\(ports[1])", "--folder", folder.path]
                + [
                    "--cert", certificates.server, "--key", certificates.serverKey, "--token", Self.token, "--secret",
                    Self.secret,
                ]
                + options.map { $0.replacing("{authority}", with: certificates.authority) },
            ports: ports, output: folder.file("server.log"))
        try Self.token.write(toFile: folder.file("token"), atomically: true, encoding: .utf8)
        try Self.secret.write(toFile: folder.file("signing"), atomically: true, encoding: .utf8)
    }

    func sink(named name: String, _ login: FarEndLogin) -> (any AlarmSink)? {
        WebhookSink(name: name, settings(login))
    }

    /// How it is reached by way of a proxy; other paths than `alarms` behave badly.
    func settings(_ login: FarEndLogin = .right, path: String = "alarms") -> WebhookSettings {
        let isSecured = login == .secured || login == .wrongCertificate
        let scheme = isSecured ? "https" : "http"
        var settings = WebhookSettings(
            url: Secret("\(scheme)://127.0.0.1:\(proxies[isSecured ? 1 : 0].port)/\(path)"))
        let authority = login == .secured ? certificates.authority : certificates.stranger
        if isSecured { settings.tls = TLSFiles(authorities: authority) }
        settings.secret = Secret(Self.secret)
        settings.token = Secret(login == .wrongPassword ? "secret-wrong" : Self.token)
        settings.timeout = 8
        return settings
    }

    var entry: String {
        "webhook: {url: \"http://127.0.0.1:\(proxies[0].port)/alarms\", tokenFile: \(folder)/token, "
            + "secretFile: \(folder)/signing}"
    }

    func suffer(_ fault: FarEndFault) throws -> Bool {
        switch fault {
        case .killed: server.kill()
        case .slow: setMode(.delays(0.1))
        case .silent: setMode(.silent)
        case .acknowledgesTwice: setMode(.repeatsAnswers)
        case .refuses(let id): try id.write(toFile: folder + "/refuse", atomically: true, encoding: .utf8)
        }
        return true
    }

    func mend() async throws {
        setMode(.passes)
        try? FileManager.default.removeItem(atPath: folder + "/refuse")
        try await server.start()
    }

    func received() throws -> [[UInt8]] { try requests().map { Array($0.body) } }

    /// What it has taken, with the headers.
    func requests() throws -> [Request] {
        let text = (try? Data(contentsOf: URL(fileURLWithPath: folder + "/received"))) ?? Data()
        return try text.split(separator: 10).map { try JSONDecoder().decode(Request.self, from: $0) }
    }

    /// A request as the server saw it.
    struct Request: Decodable {
        let headers: [String: String]
        let body: Data
        let peer: String
    }

    func end() {
        server.kill()
        for proxy in proxies { proxy.end() }
    }

    private func setMode(_ mode: FaultyProxy.Mode) { for proxy in proxies { proxy.mode = mode } }
}
