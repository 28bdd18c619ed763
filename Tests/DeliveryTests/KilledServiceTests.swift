import Alarms
import Foundation
import Glibc
import TestSupport
import Testing
import VideoCore

/// The program itself, killed again and again while it delivers to all kinds of far ends, which come and go.
@Suite("A service that is killed while it delivers loses nothing on the way")
struct KilledServiceTests {
    private static let rounds = 200
    private static let alarmsPerRound = 10

    @Test("kill -9 at two hundred moments with far ends coming and going: each gets every committed alarm")
    func killed() async throws {
        let folder = try ScratchFolder()
        let folders = try FarEndKind.allCases.map { _ in try ScratchFolder() }
        defer { withExtendedLifetime(folders) {} }
        var fars: [(kind: FarEndKind, far: any FarEnd)] = []
        for (kind, own) in zip(FarEndKind.allCases, folders) { fars.append((kind, try await kind.type.begin(in: own))) }
        do {
            try await torment(fars, in: folder)
        } catch {
            for (_, far) in fars { await far.end() }
            throw error
        }
        for (_, far) in fars { await far.end() }
    }

    private static func outbox(_ service: Service) throws -> Outbox {
        try Outbox(OutboxSettings(path: service.queue), role: .visitor)
    }

    private func torment(_ fars: [(kind: FarEndKind, far: any FarEnd)], in folder: ScratchFolder) async throws {
        let site = try self.site(fars, in: folder)
        // The first start makes the queue.
        let first = try Service(site, folder)
        try await until("the queue is there", within: 30) { (try? Self.outbox(first)) != nil }
        first.kill()
        let outbox = try Self.outbox(first)
        let (reached, seconds) = try await firstDelivery(from: outbox, site, folder)
        // However slow the machine is, blows fall before and after the first delivery.
        let longest = max(500_000, UInt32(2_000_000 * seconds))
        var random = Seeded(state: 28)
        var away: Int?
        for round in 0..<Self.rounds {
            for number in 0..<Self.alarmsPerRound {
                try outbox.append(Shipment.event(round * Self.alarmsPerRound + number))
            }
            if round % 4 == 0, let mended = away.take() { try await fars[mended].far.mend() }
            if round % 8 == 0 {
                away = round / 8 % fars.count
                _ = try await fars[round / 8 % fars.count].far.suffer(.killed)
            }
            let service = try Service(site, folder)
            // Not to wait for anything: to let the blow fall at any point of a start or a delivery.
            usleep(.random(in: 20_000...longest, using: &random))
            service.kill()
        }
        if let away { try await fars[away].far.mend() }
        let cursors = try outbox.consumers().map(\.cursor)
        #expect(cursors.contains { $0 > reached }, "something was delivered before the last blow")
        try await judge(fars, outbox, try Service(site, folder))
    }

    /// Queues an alarm, and starts the service until somebody has it: how far it came, and the seconds from the start.
    private func firstDelivery(
        from outbox: Outbox, _ site: String, _ folder: ScratchFolder
    ) async throws -> (reached: Int64, seconds: Double) {
        try outbox.append(Shipment.event(Self.rounds * Self.alarmsPerRound))
        let began = ContinuousClock.now
        let service = try Service(site, folder)
        defer { service.kill() }
        try await until("something is delivered", within: 60) { try outbox.consumers().contains { $0.cursor > 0 } }
        return (try outbox.consumers().map(\.cursor).max() ?? 0, (ContinuousClock.now - began) / .seconds(1))
    }

    /// Lets the service deliver in peace what is left, and compares.
    private func judge(
        _ fars: [(kind: FarEndKind, far: any FarEnd)], _ outbox: Outbox, _ service: Service
    ) async throws {
        defer { service.kill() }
        try await until("everything is delivered", within: 120) {
            try outbox.backlogs().filter { $0.events == 0 && $0.refused == 0 }.count == fars.count
        }
        let sent = try outbox.events(after: 0, limit: .max)
        #expect(sent.count > 1 + Self.rounds * Self.alarmsPerRound, "and the ends of those an earlier run left open")
        for (kind, far) in fars {
            let outcome = Outcome(sent: sent, received: try await far.received(), refused: [])
            #expect(outcome.lost == 0 && outcome.strange == 0, "\(kind): \(outcome)")
            #expect(outcome.isOrderKept, "\(kind)")
            try Conformance.note(outcome, kind, "kill -9 of Tocsin, 200 times", seconds: nil)
        }
    }

    private func site(_ fars: [(kind: FarEndKind, far: any FarEnd)], in folder: ScratchFolder) throws -> String {
        let entries = try fars.map { "  - {id: \($0.kind.rawValue), \(try $0.far.entry)}" }
        let text = """
            site: garden
            dataDirectory: ./data
            http: {enabled: false}
            evidence: {minimumFree: 1MiB}
            outbox: {reserve: 1MiB}
            books: {enabled: false}
            cameras: [{camera: gate, url: "rtsp://127.0.0.1:9/x", detectors: {thrown-object: {}}}]
            sinks:
            \(entries.joined(separator: "\n"))
            """
        let path = folder.file("site.yaml")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}

/// `tocsin run` until it is killed.
private struct Service {
    let queue: String
    private let process: Process

    init(_ site: String, _ folder: ScratchFolder) throws {
        queue = folder.file("data/outbox.sqlite")
        process = try Program.start(
            ["run", "--config", site], output: folder.file("out"), errors: folder.file("err"))
    }

    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
