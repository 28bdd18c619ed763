public import Alarms
import AsyncHTTPClient
public import Delivery

/// Delivers alarms to a web server: one event in each POST, one at a time of each camera, and several cameras side by side.
public actor WebhookSink: AlarmSink {
    /// Seconds after which no more of a batch is begun, so that a slow receiver does not hold it for ever.
    private static let longestBatch = 10.0

    /// Its name as a consumer of the queue.
    nonisolated public let name: String
    private let settings: WebhookSettings
    private var client: HTTPClient?
    private let executor: DiskExecutor
    /// A thread of its own: certificates are read from the disk.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// A sink that is known to the queue as `name`.
    public init(name: String, _ settings: WebhookSettings) {
        self.name = name
        self.settings = settings
        executor = DiskExecutor(label: "sink-\(name)")
    }

    deinit {
        // Whoever has not closed the sink leaves connections that end by themselves.
        client?.shutdown { _ in }
    }

    /// Posts `events`; throws ``DeliveryFailure``, behind which some of the events that follow may have arrived.
    public func deliver(_ events: [StoredEvent]) async throws {
        let request = WebhookRequest(client: try opened(), settings: settings)
        let cameras = events.map { EventHeading($0).camera }
        let began = ContinuousClock.now
        let lanes = await withTaskGroup(of: (Int, WebhookVerdict).self) { [settings] group in
            var lanes = CameraLanes(cameras: cameras, parallel: settings.parallel)
            while true {
                if ContinuousClock.now - began > .seconds(Self.longestBatch) || Task.isCancelled { lanes.stop() }
                while let next = lanes.begin() { group.addTask { (next, await request.post(events[next])) } }
                guard let (place, verdict) = await group.next() else { return lanes }
                lanes.settle(place, verdict)
            }
        }
        try Task.checkCancellation()
        if lanes.isComplete { return }
        let slow = "is slow: \(lanes.delivered) of \(events.count) alarms in \(Int(Self.longestBatch)) s"
        var failure = lanes.refusal ?? DeliveryFailure(delivered: lanes.delivered, reason: slow)
        failure.reason = "\(settings.place) \(failure.reason)"
        throw failure
    }

    /// Ends its connections.
    public func close() async {
        let client = client
        self.client = nil
        try? await client?.shutdown()
    }

    private func opened() throws -> HTTPClient {
        if let client { return client }
        let client = try HTTPClient.webhook(settings)
        self.client = client
        return client
    }
}
