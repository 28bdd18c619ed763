import Alarms
import AsyncHTTPClient
import Delivery
import Foundation
public import Linkage

/// The way to the controller of a lift by POST: each word is signed as alarms are, and taken with an answer of 2xx.
public actor WebhookDoor: DoorLine {
    /// Rare: it shows only whether the controller is there.
    nonisolated public let rest = 60.0
    private let settings: WebhookSettings
    private var client: HTTPClient?
    private let executor: DiskExecutor
    /// A thread of its own: certificates are read from the disk.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// To the server of `settings`, whose time-out and number of requests side by side are not used, for `lift`.
    public init(lift: String, _ settings: WebhookSettings) {
        var settings = settings
        // Shorter than a lease; and letting go does not wait for a word that hangs.
        (settings.timeout, settings.parallel) = (1.5, 4)
        self.settings = settings
        executor = DiskExecutor(label: "door-\(lift)")
    }

    deinit { client?.shutdown { _ in } }

    /// Posts `word`.
    public func say(_ word: DoorWord) async throws {
        let request = WebhookRequest(client: try opened(), settings: settings)
        let verdict = await request.post(word.json(at: Date()), type: "application/json")
        guard case .failed(_, let reason, _) = verdict else { return }
        throw DeliveryFailure(reason: "\(settings.place) \(reason)")
    }

    private func opened() throws -> HTTPClient {
        if let client { return client }
        let client = try HTTPClient.webhook(settings)
        self.client = client
        return client
    }
}
