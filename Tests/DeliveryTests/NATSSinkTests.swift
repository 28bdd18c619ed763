import Alarms
import Delivery
import Foundation
import Logging
import TestSupport
import Testing
import VideoCore

@testable import NATSSink

@Suite("NATS JetStream as a real server does it")
struct NATSSinkTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// Runs `body` with a server of these settings, which ends with it.
    private func withServer(
        _ settings: String = "", jetStream: Bool = true, _ body: (NATSServer) async throws -> Void
    ) async throws {
        let server = try await NATSServer(in: folder.path, settings, jetStream: jetStream)
        do {
            try await body(server)
        } catch {
            await server.kill()
            throw error
        }
        await server.kill()
    }

    private func sink(
        _ server: NATSServer, log: Recorder<String> = Recorder(), change: (inout NATSSettings) -> Void = { _ in }
    ) -> NATSSink {
        var settings = NATSSettings(urls: ["nats://127.0.0.1:\(server.port)"])
        settings.timeout = 10
        change(&settings)
        return NATSSink(name: "centre", settings, logger: Logger(label: "test") { _ in RecordingHandler(log) })
    }

    private func failure(_ sink: NATSSink, _ events: [StoredEvent]) async throws -> DeliveryFailure {
        try #require(await #expect(throws: DeliveryFailure.self) { try await sink.deliver(events) })
    }

    @Test("A stream is made on files, for 30 days, refusing rather than deleting when it is full")
    func makesStream() async throws {
        try await withServer { server in
            try await sink(server).deliver(try events(0..<1))
            let answer = try NATSReader("nats://127.0.0.1:\(server.port)").ask("STREAM.INFO")
            for wanted in [
                #""subjects":["tocsin.alarms.\u003e"]"#, #""storage":"file""#, #""discard":"new""#,
                #""max_age":2592000000000000"#, #""duplicate_window":3600000000000"#, #""num_replicas":1"#,
            ] {
                #expect(answer.contains(wanted), "\(wanted) in \(answer)")
            }
        }
    }

    @Test("Events lie under site, camera and kind, byte for byte, and what comes twice is kept once")
    func dropsDuplicates() async throws {
        try await withServer { server in
            let events = try events(0..<20)
            try await sink(server).deliver(events)
            let again = sink(server)
            try await again.deliver(events)
            try await again.deliver(events)
            let messages = try NATSReader("nats://127.0.0.1:\(server.port)").messages()
            #expect(messages.map(\.body) == events.map(\.json))
            #expect(messages.map(\.id) == events.map(\.id))
            #expect(messages[1].subject == "tocsin.alarms.garden.camera-1.thrown-object")
        }
    }

    @Test("A stream in memory is warned of once, and refused where files are required")
    func memory() async throws {
        try await withServer { server in
            let made = try NATSReader("nats://127.0.0.1:\(server.port)").ask(
                "STREAM.CREATE", "TOCSIN_ALARMS",
                #"{"name":"TOCSIN_ALARMS","subjects":["tocsin.>"],"storage":"memory","max_age":86400000000000}"#)
            #expect(!made.contains("error"))
            let log = Recorder<String>()
            let tolerant = sink(server, log: log)
            try await tolerant.deliver(try events(0..<1))
            await tolerant.close()
            try await tolerant.deliver(try events(1..<2))
            #expect(log.values.filter { $0.contains("lies in memory") }.count == 1)
            #expect(log.values.contains { $0.contains("less than 30 days") })
            let strict = sink(server) { $0.requireFileStorage = true }
            #expect(try await failure(strict, events(2..<3)).reason.contains("lies in memory"))
        }
    }

    @Test("An event larger than the stream or the server takes is refused, those before it are in")
    func tooLarge() async throws {
        try await withServer { server in
            let reader = try NATSReader("nats://127.0.0.1:\(server.port)")
            let made = try reader.ask(
                "STREAM.CREATE", "TOCSIN_ALARMS",
                #"{"name":"TOCSIN_ALARMS","subjects":["tocsin.alarms.>"],"max_msg_size":4096}"#)
            #expect(!made.contains("error"))
            let sink = sink(server)
            for size in [5000, 2_000_000] {
                var batch = try events(0..<6)
                batch[3] = try event(1000 + size, detail: String(repeating: "x", count: size))
                let failure = try await failure(sink, batch)
                #expect(failure.fault == .event && failure.delivered == 3, "\(failure)")
                try await sink.deliver(Array(batch[4...]))
            }
            #expect(try reader.messages().count == 5)
        }
    }

    @Test("What the server lacks is said with a remedy")
    func lacks() async throws {
        try await withServer(jetStream: false) { server async throws in
            #expect(try await failure(sink(server), events(0..<1)).reason.contains("JetStream is not on"))
        }
        try await withServer { server in
            let sink = sink(server) { $0.createStream = false }
            #expect(try await failure(sink, events(0..<1)).reason.contains("createStream"))
            _ = try NATSReader("nats://127.0.0.1:\(server.port)").ask(
                "STREAM.CREATE", "TOCSIN_ALARMS", #"{"name":"TOCSIN_ALARMS","subjects":["other.>"]}"#)
            #expect(try await failure(sink, events(0..<1)).reason.contains("does not listen to"))
        }
    }

    @Test("A stream that is full says so, and loses nothing that it has")
    func full() async throws {
        try await withServer { server in
            let reader = try NATSReader("nats://127.0.0.1:\(server.port)")
            _ = try reader.ask(
                "STREAM.CREATE", "TOCSIN_ALARMS",
                #"{"name":"TOCSIN_ALARMS","subjects":["tocsin.alarms.>"],"max_msgs":3,"discard":"new"}"#)
            let failure = try await failure(sink(server), events(0..<5))
            #expect(failure.fault == .farEnd && failure.delivered == 3 && failure.reason.contains("no room"))
            #expect(try reader.messages().count == 3)
        }
    }

    @Test("A stream that was deleted meanwhile is not taken for one that has the alarms")
    func deleted() async throws {
        try await withServer { server in
            let sink = sink(server)
            try await sink.deliver(try events(0..<1))
            let reader = try NATSReader("nats://127.0.0.1:\(server.port)")
            _ = try reader.ask("STREAM.DELETE")
            #expect(try await failure(sink, events(1..<2)).fault == .farEnd)
            // The next try makes the connection, and the stream, anew.
            try await sink.deliver(try events(1..<2))
            #expect(try reader.messages().count == 1)
        }
    }

    @Test("A token lets in, a wrong one does not and is not told")
    func token() async throws {
        try await withServer(#"authorization { token: "right-secret" }"#) { server in
            let wrong = sink(server) { $0.login = .token(Secret("wrong-secret")) }
            let reason = try await failure(wrong, events(0..<1)).reason
            #expect(reason.contains("login was refused") && !reason.contains("secret"))
            try await sink(server) { $0.login = .token(Secret("right-secret")) }.deliver(try events(0..<1))
        }
    }

    @Test("A file of credentials lets in whom the account vouches for, and nobody else")
    func credentials() async throws {
        let credentials = try NATSCredentials()
        let (known, unknown) = (folder.file("known.creds"), folder.file("unknown.creds"))
        try credentials.write(to: known)
        try credentials.write(to: unknown, isKnown: false)
        try await withServer(credentials.configuration) { server in
            let stranger = sink(server) { $0.login = .credentials(path: unknown) }
            #expect(try await failure(stranger, events(0..<1)).reason.contains("login was refused"))
            try await sink(server) { $0.login = .credentials(path: known) }.deliver(try events(0..<1))
        }
    }

    @Test("The rights that the documents name are enough")
    func rights() async throws {
        let users = """
            authorization { users: [{user: tocsin, password: "right-secret", permissions: {
              publish: ["tocsin.alarms.>", "$JS.API.STREAM.INFO.TOCSIN_ALARMS", "$JS.API.STREAM.CREATE.TOCSIN_ALARMS"]
              subscribe: ["_INBOX.>"]}}] }
            """
        try await withServer(users) { server in
            let sink = sink(server) { $0.login = .password(user: "tocsin", Secret("right-secret")) }
            try await sink.deliver(try events(0..<3))
        }
    }

    @Test("Through a leaf node that keeps streams of its own, into the domain of the centre")
    func domain() async throws {
        let port = try LocalServer.freePorts(1)[0]
        let centre = #"jetstream { store_dir: "\#(folder.path)/centre", domain: centre }"#
        let leaf = #"jetstream { store_dir: "\#(folder.path)/leaf", domain: leaf }"#
        let listening = "leafnodes { listen: \"127.0.0.1:\(port)\" }"
        let remote = "leafnodes { remotes: [{url: \"nats-leaf://127.0.0.1:\(port)\"}] }"
        try await withServer([centre, listening].joined(separator: "\n"), jetStream: false) { hub in
            try await withServer([leaf, remote].joined(separator: "\n"), jetStream: false) { edge in
                try await edge.waitUntil("Leafnode connection created")
                // It is said before the leaf knows what the centre listens to. What comes again has the same number.
                let sink = sink(edge) { ($0.domain, $0.timeout) = ("centre", 3) }
                let events = try events(0..<3)
                try await until("the leaf knows the centre", within: 20) {
                    (try? await sink.deliver(events)) != nil
                }
                #expect(try NATSReader("nats://127.0.0.1:\(hub.port)").messages().count == 3)
                #expect(throws: NATSReader.Trouble.self) {
                    try NATSReader("nats://127.0.0.1:\(edge.port)").messages()
                }
            }
        }
    }

    @Test("A server that asks for a certificate gets it, and turns away who has none")
    func clientCertificate() async throws {
        let files = try Certificates(in: folder.path)
        let tls = """
            tls { cert_file: "\(files.server)", key_file: "\(files.serverKey)", ca_file: "\(files.authority)", \
            verify: true }
            """
        try await withServer(tls) { server in
            let url = "tls://localhost:\(server.port)"
            let bare = sink(server) { settings in
                settings.urls = [url]
                settings.tls = TLSFiles(authorities: files.authority)
            }
            #expect(try await failure(bare, events(0..<1)).fault == .farEnd)
            let plain = sink(server)
            #expect(try await failure(plain, events(0..<1)).reason.contains("could not be secured"))
            let known = sink(server) { settings in
                settings.urls = [url]
                settings.tls = TLSFiles(
                    authorities: files.authority, certificate: files.client, key: files.clientKey)
            }
            try await known.deliver(try events(0..<1))
        }
    }

    @Test("A server that falls silent in the middle of the handshake is given up in time", arguments: [false, true])
    func mute(secured: Bool) async throws {
        let server = try TestServer("nats_mute.py", secured ? ["--tls"] : [])
        var settings = NATSSettings(urls: ["\(secured ? "tls" : "nats")://127.0.0.1:\(server.port)"])
        settings.timeout = 1
        let began = ContinuousClock.now
        let failure = try await failure(NATSSink(name: "centre", settings), events(0..<1))
        #expect(failure.reason.contains("cannot connect to NATS"))
        #expect(ContinuousClock.now - began < .seconds(30), "by itself it would never end")
    }

    @Test("Of several servers, one that is there is enough")
    func several() async throws {
        try await withServer { server in
            let gone = try LocalServer.freePorts(1)[0]
            let sink = sink(server) { $0.urls.insert("nats://127.0.0.1:\(gone)", at: 0) }
            try await sink.deliver(try events(0..<1))
        }
    }

    @Test("Files that are not there are named by their keys")
    func missingFiles() async throws {
        try await withServer { server async throws in
            let nowhere = folder.file("nowhere")
            let credentials = sink(server) { $0.login = .credentials(path: nowhere) }
            #expect(try await failure(credentials, events(0..<1)).reason.contains("`credentials`"))
            let authorities = sink(server) { $0.tls = TLSFiles(authorities: nowhere) }
            #expect(try await failure(authorities, events(0..<1)).reason.contains("`tls.authorities`"))
        }
    }
}
