import Alarms
import Delivery
import Foundation
import TestSupport
import Testing
import VideoCore
import WebhookSink

@Suite("Webhook: against a web server")
struct WebhookServerTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// The failure of one delivery to `path`.
    private func failure(
        _ path: String, events: Range<Int> = 0..<1, change: (inout WebhookSettings) -> Void = { _ in }
    ) async throws -> DeliveryFailure {
        let far = try await WebhookFarEnd.begin(in: folder)
        defer { far.end() }
        var settings = far.settings(path: path)
        change(&settings)
        let sink = WebhookSink(name: "centre", settings)
        let began = ContinuousClock.now
        let failure = await #expect(throws: DeliveryFailure.self) {
            try await sink.deliver(alarms(events))
        }
        #expect(ContinuousClock.now - began < .seconds(30), "as long as a sink may take at most")
        await sink.close()
        return try #require(failure)
    }

    @Test("A request has type, id, signature and token, and the event byte for byte")
    func request() async throws {
        let far = try await WebhookFarEnd.begin(in: folder)
        defer { far.end() }
        let sink = WebhookSink(name: "centre", far.settings())
        let event = try alarms(0..<1)[0]
        try await sink.deliver([event])
        await sink.close()
        let request = try #require(try far.requests().first)
        #expect(Array(request.body) == event.json)
        #expect(request.headers["Content-Type"] == "application/cloudevents+json")
        #expect(request.headers["Tocsin-Event-Id"] == event.id)
        #expect(request.headers["Authorization"] == "Bearer secret-token")
        #expect(request.headers["Tocsin-Signature"]?.hasPrefix("t=") == true, "the server has verified it")
    }

    @Test("While the secret changes, a receiver of either verifies; one of neither does not")
    func rotation() async throws {
        let far = try await WebhookFarEnd.begin(in: folder)
        defer { far.end() }
        let known = try #require(far.settings().secret)
        let cases: [(Secret, Secret?, Bool)] = [
            (known, Secret("the secret to come, 32 bytes long"), true),
            (Secret("the secret to come, 32 bytes long"), known, true),
            (Secret("the secret to come, 32 bytes long"), nil, false),
        ]
        for (first, second, isTaken) in cases {
            var settings = far.settings()
            (settings.secret, settings.secondSecret) = (first, second)
            let sink = WebhookSink(name: "centre", settings)
            let events = try alarms(0..<1)
            if isTaken {
                try await sink.deliver(events)
            } else {
                await #expect(throws: DeliveryFailure.self) { try await sink.deliver(events) }
            }
            await sink.close()
        }
    }

    @Test("A client that must show a certificate shows its own")
    func clientCertificate() async throws {
        let far = try await WebhookFarEnd.begin(in: folder, options: ["--clients", "{authority}"])
        defer { far.end() }
        var settings = far.settings(.secured)
        let without = WebhookSink(name: "centre", settings)
        await #expect(throws: DeliveryFailure.self) { try await without.deliver(alarms(0..<1)) }
        await without.close()
        (settings.tls.certificate, settings.tls.key) = (far.certificates.client, far.certificates.clientKey)
        let sink = WebhookSink(name: "centre", settings)
        try await sink.deliver(alarms(0..<1))
        await sink.close()
        #expect(try far.requests().map { $0.peer.contains("client") } == [true])
    }

    @Test("A refused event is told apart from those before it, and those of other cameras may go on")
    func refused() async throws {
        let far = try await WebhookFarEnd.begin(in: folder)
        defer { far.end() }
        let events = try alarms(0..<30)
        _ = try far.suffer(.refuses(id: events[11].id))
        let sink = WebhookSink(name: "centre", far.settings())
        let failure = await #expect(throws: DeliveryFailure.self) { try await sink.deliver(events) }
        #expect(failure?.fault == .event && failure?.delivered == 11)
        #expect(failure?.reason.hasSuffix("answered 422: this one we cannot use") == true)
        try await sink.deliver(Array(events[12...]))
        await sink.close()
        #expect(Set(try far.received()) == Set(events.map(\.json)).subtracting([events[11].json]))
    }

    @Test(
        "A server that asks for a pause says so",
        arguments: [(503, "30", 30.0), (429, "9999", 3600), (500, "", nil), (408, "x", nil)] as [(Int, String, Double?)]
    )
    func pause(status: Int, header: String, seconds: Double?) async throws {
        let failure = try await failure("status/\(status)/\(header)")
        #expect(failure.fault == .farEnd && failure.retryAfter == seconds)
        #expect(failure.reason.hasSuffix("answered \(status): no, [31m not now"))
    }

    @Test(
        "A bad answer is no delivery",
        arguments: [
            ("cut", "ended the connection"), ("silent", "has not answered within 1.0 s"),
            ("garbage", "something else than HTTP"),
            ("drip/500", "answered 500"),
        ])
    func bad(path: String, words: String) async throws {
        let failure = try await failure(path, events: 0..<3) { if path == "silent" { $0.timeout = 1 } }
        #expect(failure.fault == .farEnd && failure.delivered == 0 && failure.reason.contains(words), "\(failure)")
    }

    @Test("An answer whose status is good counts, whatever becomes of its body", arguments: ["cutbody", "drip/200"])
    func goodStatus(path: String) async throws {
        let far = try await WebhookFarEnd.begin(in: folder)
        defer { far.end() }
        let sink = WebhookSink(name: "centre", far.settings(path: path))
        try await sink.deliver(alarms(0..<2))
        await sink.close()
    }

    @Test("A redirect is not followed, and where it leads is told without what is secret")
    func redirect() async throws {
        let failure = try await failure("redirect")
        #expect(failure.fault == .farEnd && failure.reason.contains("redirects to https://elsewhere.example (307)"))
        #expect(!failure.reason.contains("secret"))
    }

    @Test("A server that repeats token and address in its answer does not bring them into the log")
    func echo() async throws {
        let failure = try await failure("echo")
        #expect(failure.fault == .event && failure.reason.contains("answered 400"))
        #expect(!failure.reason.contains("secret-token"))
    }

    @Test("A port where nobody listens, and a name that there is not, are told apart")
    func unreachable() async throws {
        let port = try LocalServer.freePorts(1)[0]
        let refused = try await failure("") { $0.url = Secret("http://127.0.0.1:\(port)/") }
        #expect(refused.reason == "http://127.0.0.1:\(port) refuses connections, or cannot be reached")
        let unknown = try await failure("") { $0.url = Secret("https://no-such-host.invalid/secret-path") }
        #expect(unknown.reason.hasPrefix("https://no-such-host.invalid ") && !unknown.reason.contains("secret"))
    }

    @Test("A secured port that is spoken to in the clear, and the other way round, deliver nothing")
    func wrongPort() async throws {
        let far = try await WebhookFarEnd.begin(in: folder)
        defer { far.end() }
        for (from, to) in [("http:", "https:"), ("https:", "http:")] {
            var settings = far.settings(from == "http:" ? .right : .secured)
            settings.url = Secret(settings.url.revealed.replacing(from, with: to))
            settings.timeout = 1
            let sink = WebhookSink(name: "centre", settings)
            let failure = await #expect(throws: DeliveryFailure.self) {
                try await sink.deliver(alarms(0..<1))
            }
            #expect(failure?.fault == .farEnd && failure?.delivered == 0)
            await sink.close()
        }
    }

    @Test("Files of certificates that cannot be used are named as the cause")
    func noCertificates() async throws {
        let failure = try await failure("") {
            $0.url = Secret("https://127.0.0.1/")
            $0.tls.authorities = "/no/such/file.pem"
        }
        #expect(failure.fault == .farEnd && failure.reason.contains("the files of `tls`"))
    }
}
