import Alarms
import Delivery
import Foundation
import Logging
import TestSupport
import VideoCore

/// A queue of alarms of a few cameras on its way to one far end.
struct Shipment {
    let outbox: Outbox
    let far: any FarEnd
    private static let cameras = 7
    /// Its consumer in the queue.
    static let name = "conformance"

    /// A queue with `count` alarms in `folder`.
    init(_ count: Int, in folder: ScratchFolder, to far: any FarEnd) throws {
        self.far = far
        var settings = OutboxSettings(path: folder.file("outbox.sqlite"))
        settings.reserveBytes = 0
        outbox = try Outbox(settings)
        try outbox.register(consumer: Self.name)
        try outbox.append((0..<count).map(Self.event))
    }

    /// The `number`th alarm.
    static func event(_ number: Int) -> AlarmEvent {
        let camera = AlarmCamera(
            id: "camera-\(number % cameras)", name: "东门 \(number % cameras)",
            deviceCode: "3402000000132000000\(number % cameras)")
        let start = Timestamp(milliseconds: 1_790_000_000_000 + Int64(number) * 1000)
        let id = AlarmID(site: "garden", camera: CameraID(camera.id), kind: .thrownObject, start: start)
        var data = AlarmData(
            alarmID: id, kind: .thrownObject, phase: .open, priority: 2, camera: camera,
            mediaTime: MediaSpan(start: 1, end: 2), confidence: 0.9)
        data.committedAt = start
        return AlarmEvent(site: "garden", time: start, data: data)
    }

    /// A loop that loses no time between two tries.
    func loop(_ sink: any AlarmSink) -> DeliveryLoop {
        var backoff = Backoff()
        (backoff.first, backoff.longest) = (0.02, 0.25)
        var refusals = RefusalSchedule()
        refusals.pauses = [0, 0]
        return DeliveryLoop(
            outbox: outbox, sink: sink, backoff: backoff, refusals: refusals, idlePoll: 0.1,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Runs a loop to `sink` until the queue is empty; `meddle` happens meanwhile. Returns the seconds it took.
    @discardableResult
    func deliver(_ sink: any AlarmSink, while meddle: @escaping @Sendable () async throws -> Void = {}) async throws
        -> Double
    {
        let loop = loop(sink)
        let began = ContinuousClock.now
        let running = Task { await loop.run() }
        do {
            try await meddle()
            try await until("everything is delivered", within: 120) { try isEmpty }
        } catch {
            running.cancel()
            await running.value
            throw error
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        running.cancel()
        await running.value
        return seconds
    }

    /// Whether nothing is left to be delivered or offered again.
    private var isEmpty: Bool {
        get throws {
            let backlog = try outbox.backlogs().first { $0.consumer == Self.name }
            let isOffered = try outbox.setAside(by: Self.name).contains { $0.nextTry != nil }
            return backlog?.events == 0 && !isOffered
        }
    }

    /// The far end's sink with the right login.
    func sink(_ login: FarEndLogin = .right) throws -> (any AlarmSink)? { try far.sink(named: Self.name, login) }

    /// Until where the far end has had everything.
    var cursor: Int64 { get throws { try outbox.cursor(of: Self.name) } }

    /// What became of it.
    func outcome(refused: Set<String> = []) async throws -> Outcome {
        let sent = try outbox.events(after: 0, limit: .max).filter { !refused.contains($0.id) }
        return Outcome(sent: sent, received: try await far.received(), refused: refused)
    }
}

/// What was sent, compared with what came.
struct Outcome {
    let sent: Int
    let received: Int
    let lost: Int
    let duplicates: Int
    /// Bodies that nobody sent, or that are not those that were sent, byte by byte where the far end keeps bytes.
    let strange: Int
    let isOrderKept: Bool

    init(sent events: [StoredEvent], received bodies: [[UInt8]], refused: Set<String>) {
        let places = Dictionary(uniqueKeysWithValues: events.map { ($0.id, $0.sequence) })
        let came = bodies.compactMap(Arrival.init)
        var seen: Set<String> = []
        var last: [String: Int64] = [:]
        var inOrder = true
        for arrival in came where seen.insert(arrival.id).inserted {
            guard let place = places[arrival.id] else { continue }
            if place < last[arrival.camera] ?? 0 { inOrder = false }
            last[arrival.camera] = place
        }
        sent = events.count
        received = bodies.count
        lost = places.keys.filter { !seen.contains($0) }.count
        duplicates = came.count - seen.count
        strange = bodies.count - came.count + seen.count { places[$0] == nil }
        isOrderKept = inOrder
    }
}

/// What can be told of a body that arrived.
private struct Arrival {
    let id: String
    let camera: String

    private struct Body: Decodable {
        struct Data: Decodable {
            struct Camera: Decodable { let id: String }
            let camera: Camera
        }
        let id: String
        let data: Data
    }

    init?(_ body: [UInt8]) {
        guard let event = try? JSONDecoder().decode(Body.self, from: Foundation.Data(body)) else { return nil }
        (id, camera) = (event.id, event.data.camera.id)
    }
}
