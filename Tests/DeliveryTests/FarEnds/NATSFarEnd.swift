import Delivery
import NATSSink
import TestSupport
import VideoCore

/// A nats-server with JetStream and users, behind a relay that can be bad; and a leaf node of it, which keeps nothing itself
/// and wants TLS.
struct NATSFarEnd: FarEnd {
    static let title = "NATS JetStream"
    private let server: NATSServer
    private let leaf: NATSServer
    private let proxy: FaultyProxy
    private let certificates: Certificates

    static func begin(in folder: ScratchFolder) async throws -> NATSFarEnd {
        let certificates = try Certificates(in: folder.path)
        let users = #"authorization { users: [{user: tocsin, password: "right-secret"}] }"#
        let port = try LocalServer.freePorts(1)[0]
        // A leaf node passes the API of JetStream on only under the name of a domain.
        let server = try await NATSServer(
            in: folder.path,
            """
            \(users)
            jetstream { store_dir: "\(folder.path)/nats", domain: centre }
            leafnodes { listen: "127.0.0.1:\(port)" }
            """, jetStream: false)
        let leaf = try await NATSServer(
            in: folder.path,
            """
            \(users)
            leafnodes { remotes: [{url: "nats-leaf://tocsin:right-secret@127.0.0.1:\(port)"}] }
            tls { cert_file: "\(certificates.server)", key_file: "\(certificates.serverKey)" }
            """, jetStream: false)
        try await leaf.waitUntil("Leafnode connection created")
        return NATSFarEnd(server: server, leaf: leaf, proxy: try FaultyProxy(to: server.port), certificates)
    }

    private init(server: NATSServer, leaf: NATSServer, proxy: FaultyProxy, _ certificates: Certificates) {
        (self.server, self.leaf, self.proxy, self.certificates) = (server, leaf, proxy, certificates)
    }

    func sink(named name: String, _ login: FarEndLogin) -> (any AlarmSink)? {
        var settings = NATSSettings(urls: ["nats://localhost:\(proxy.port)"])
        settings.timeout = 3
        settings.login = .password(user: "tocsin", Secret(login == .wrongPassword ? "wrong-secret" : "right-secret"))
        switch login {
        case .right, .wrongPassword: break
        case .secured, .wrongCertificate:
            settings.urls = ["tls://localhost:\(leaf.port)"]
            settings.domain = "centre"
            let isKnown = login == .secured
            settings.tls = TLSFiles(authorities: isKnown ? certificates.authority : certificates.stranger)
        }
        return NATSSink(name: name, settings)
    }

    var entry: String {
        #"nats: {url: "nats://127.0.0.1:\#(proxy.port)", username: tocsin, password: "right-secret"}"#
    }

    var consumer: (program: String, environment: [String: String])? {
        ("from_nats.py", ["NATS_URL": "nats://tocsin:right-secret@127.0.0.1:\(server.port)"])
    }

    func suffer(_ fault: FarEndFault) async throws -> Bool {
        switch fault {
        case .killed: await server.kill()
        case .slow: proxy.mode = .delays(0.1)
        case .silent: proxy.mode = .silent
        // Its limits know of sizes, not of ids, and nothing makes it answer twice.
        case .refuses, .acknowledgesTwice: return false
        }
        return true
    }

    func mend() async throws {
        proxy.mode = .passes
        proxy.cut()
        try await server.start()
    }

    func received() async throws -> [[UInt8]] {
        try NATSReader("nats://tocsin:right-secret@127.0.0.1:\(server.port)").messages().map(\.body)
    }

    func end() async {
        proxy.end()
        await leaf.kill()
        await server.kill()
    }
}
