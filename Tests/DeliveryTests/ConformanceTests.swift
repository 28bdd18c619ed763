import Alarms
import Foundation
import TestSupport
import Testing

@testable import Delivery

/// The far ends that sinks are tried on.
enum FarEndKind: String, CaseIterable {
    case file, nats, kafka, mqtt, webhook
    case gb28181OverUDP, gb28181OverTCP

    var type: any FarEnd.Type {
        switch self {
        case .file: FileFarEnd.self
        case .nats: NATSFarEnd.self
        case .kafka: KafkaFarEnd.self
        case .mqtt: MQTTFarEnd.self
        case .webhook: WebhookFarEnd.self
        case .gb28181OverUDP: GB28181OverUDP.self
        case .gb28181OverTCP: GB28181OverTCP.self
        }
    }
}

/// The table of results.
enum Conformance {
    /// Appends a line to the file that `TOCSIN_CONFORMANCE` names, if it does.
    static func note(_ outcome: Outcome, _ kind: FarEndKind, _ name: String, seconds: Double?) throws {
        guard let path = ProcessInfo.processInfo.environment["TOCSIN_CONFORMANCE"] else { return }
        let rate = seconds.map { "\(Int((Double(outcome.sent) / max($0, 0.001)).rounded()))" } ?? "–"
        let line =
            "| \(kind.type.title) | \(name) | \(outcome.sent) | \(outcome.received) | \(outcome.lost) | "
            + "\(outcome.duplicates) | \(outcome.isOrderKept ? "kept" : "broken") | \(rate) |\n"
        let file = URL(fileURLWithPath: path)
        let before = (try? Data(contentsOf: file)) ?? Data()
        try (before + Data(line.utf8)).write(to: file)
    }
}

/// One suite for every sink, against real servers that are killed, slow, silent and contrary.
///
/// `TOCSIN_CONFORMANCE=FILE` appends a line for each case to FILE: the table in docs/sinks.md is made of it.
@Suite("Whatever a far end does, it gets every alarm", .serialized)
struct ConformanceTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// Starts a far end, lets `body` deliver to it, and judges what came.
    private func ship(
        _ kind: FarEndKind, _ count: Int, case name: String, refused: Set<String> = [],
        _ body: (Shipment) async throws -> Double?
    ) async throws {
        let far = try await kind.type.begin(in: folder)
        do {
            let shipment = try Shipment(count, in: folder, to: far)
            if let seconds = try await body(shipment) {
                try await judge(try await shipment.outcome(refused: refused), kind, name, seconds)
            }
            await far.end()
        } catch {
            await far.end()
            throw error
        }
    }

    private func judge(_ outcome: Outcome, _ kind: FarEndKind, _ name: String, _ seconds: Double) async throws {
        #expect(outcome.lost == 0, "\(kind) \(name)")
        #expect(outcome.strange == 0, "\(kind) \(name): what comes is what was sent")
        // HTTP's answers have no number: one given twice is taken for that to the next request on its connection.
        let mayMix = kind == .webhook && name == "acknowledges twice"
        #expect(outcome.isOrderKept || mayMix, "\(kind) \(name): order of each camera")
        try Conformance.note(outcome, kind, name, seconds: seconds)
    }

    @Test("In peace, each once and in order", arguments: FarEndKind.allCases)
    func peace(kind: FarEndKind) async throws {
        try await ship(kind, 1000, case: "in peace") { shipment in
            let sink = try #require(try shipment.sink())
            let seconds = try await shipment.deliver(sink)
            #expect(try await shipment.outcome().duplicates == 0, "\(kind)")
            return seconds
        }
    }

    @Test("Killed in mid-batch and started again", arguments: FarEndKind.allCases)
    func killed(kind: FarEndKind) async throws {
        try await ship(kind, 2000, case: "killed in mid-batch") { shipment in
            let sink = try #require(try shipment.sink())
            return try await shipment.deliver(sink) {
                try await until("some of it is delivered", within: 60) { try shipment.cursor > 0 }
                #expect(try await shipment.far.suffer(.killed))
                try await shipment.far.mend()
            }
        }
    }

    @Test("Away for long, with ten thousand alarms waiting", arguments: FarEndKind.allCases)
    func away(kind: FarEndKind) async throws {
        try await ship(kind, 10_000, case: "away, 10,000 waiting") { shipment in
            let sink = try #require(try shipment.sink())
            let loop = shipment.loop(sink)
            #expect(try await shipment.far.suffer(.killed))
            for _ in 0..<3 { await #expect(throws: (any Error).self) { try await loop.deliverNext() } }
            #expect(try shipment.cursor == 0)
            try await shipment.far.mend()
            return try await shipment.deliver(sink)
        }
    }

    @Test("Slow, and saying everything twice", arguments: FarEndKind.allCases, [FarEndFault.slow, .acknowledgesTwice])
    func contrary(kind: FarEndKind, fault: FarEndFault) async throws {
        try await ship(kind, 300, case: fault == .slow ? "slow" : "acknowledges twice") { shipment in
            guard try await shipment.far.suffer(fault) else { return nil }
            return try await shipment.deliver(try #require(try shipment.sink()))
        }
    }

    @Test("The network cut without a word, in the middle", arguments: FarEndKind.allCases)
    func silent(kind: FarEndKind) async throws {
        try await ship(kind, 3000, case: "network cut without FIN") { shipment in
            let sink = try #require(try shipment.sink())
            let loop = shipment.loop(sink)
            try await until("some of it is delivered", within: 60) { (try? await loop.deliverNext()) == true }
            guard try await shipment.far.suffer(.silent) else { return nil }
            let began = ContinuousClock.now
            await #expect(throws: (any Error).self, "\(kind)") { try await loop.deliverNext() }
            #expect(ContinuousClock.now - began < .seconds(35), "\(kind): given up in time")
            try await shipment.far.mend()
            return try await shipment.deliver(sink)
        }
    }

    @Test("Refusing one event and taking the others", arguments: FarEndKind.allCases)
    func refusing(kind: FarEndKind) async throws {
        let culprit = Shipment.event(40).id
        try await ship(kind, 100, case: "refuses one", refused: [culprit]) { shipment in
            guard try await shipment.far.suffer(.refuses(id: culprit)) else { return nil }
            let seconds = try await shipment.deliver(try #require(try shipment.sink()))
            let dead = try shipment.outbox.setAside()
            #expect(dead.map(\.event.id) == [culprit] && dead.first?.nextTry == nil, "\(kind)")
            return seconds
        }
    }

    @Test(
        "A wrong password or certificate delivers nothing, and the reason tells no secret",
        arguments: FarEndKind.allCases)
    func wrongLogin(kind: FarEndKind) async throws {
        try await ship(kind, 100, case: "after a wrong login") { shipment in
            for login in [FarEndLogin.wrongPassword, .wrongCertificate] {
                guard let sink = try shipment.sink(login) else { continue }
                let loop = shipment.loop(sink)
                let error = await #expect(throws: DeliveryFailure.self, "\(kind) \(login)") {
                    try await loop.deliverNext()
                }
                #expect(error?.fault == .farEnd && error?.delivered == 0)
                #expect(error.map { !$0.reason.contains("secret") } == true, "passwords in tests hold this word")
                #expect(try shipment.cursor == 0)
                await sink.close()
            }
            return try await shipment.deliver(try #require(try shipment.sink()))
        }
    }

    @Test("Over TLS with the right authority", arguments: FarEndKind.allCases)
    func secured(kind: FarEndKind) async throws {
        try await ship(kind, 200, case: "TLS") { shipment in
            guard let sink = try shipment.sink(.secured) else { return nil }
            return try await shipment.deliver(sink)
        }
    }
}
