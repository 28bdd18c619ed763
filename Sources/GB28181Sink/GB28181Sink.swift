public import Alarms
public import Delivery
public import Logging

/// Delivers alarms to a GB/T 28181 platform, with which it registers as a device.
///
/// An alarm is delivered when the platform has answered its `MESSAGE`, or the `NOTIFY` it has subscribed to, with 200; and
/// where the settings ask for it, when the platform's own `Response` has come. Phases that are not sent count as delivered.
public actor GB28181Sink: AlarmSink {
    /// Its name as a consumer of the queue.
    nonisolated public let name: String
    private let settings: GB28181Settings
    private let session: DeviceSession

    /// Seconds after which nothing more of a batch is begun.
    private static let longest = 20.0

    /// A sink that is known to the queue as `name`.
    public init(
        name: String, _ settings: GB28181Settings, logger: Logger = Logger(label: "tocsin.delivery.gb28181")
    ) {
        self.name = name
        self.settings = settings
        session = DeviceSession(settings, logger: logger)
    }

    /// Registers with the platform, so that it shows this device before the first alarm.
    public func open() async { await session.begin() }

    /// Delivers `events`, oldest first; throws ``DeliveryFailure``.
    public func deliver(_ events: [StoredEvent]) async throws {
        let end = ContinuousClock.now + .seconds(Self.longest)
        try await session.ready()
        let notices = events.map(notice)
        let failure = await withTaskGroup(of: (Int, DeliveryFailure?).self) { group in
            var plan = DeliveryPlan(lanes: notices.map(\.lane))
            while true {
                while let index = plan.next() {
                    let notice = notices[index]
                    group.addTask { (index, await self.outcome(of: notice, before: end)) }
                }
                guard let (index, failure) = await group.next() else { return plan.failure }
                plan.settle(index, failure)
            }
        }
        try Task.checkCancellation()
        if let failure { throw failure }
    }

    /// Ends the registration.
    public func close() async { await session.close() }

    /// What becomes of an event.
    private enum Notice {
        case send(AlarmNotice)
        /// It is not sent: of a phase that the platform is not told.
        case pass
        case unreadable

        /// Who must wait for it.
        var lane: String {
            if case .send(let notice) = self { notice.camera } else { "" }
        }
    }

    private func notice(of stored: StoredEvent) -> Notice {
        guard let event = try? stored.event() else { return .unreadable }
        guard settings.phases.contains(event.data.phase) else { return .pass }
        return .send(AlarmNotice(event, stored, settings))
    }

    private func outcome(of notice: Notice, before end: ContinuousClock.Instant) async -> DeliveryFailure? {
        switch notice {
        case .pass: return nil
        case .unreadable:
            return DeliveryFailure(
                fault: .event, reason: "a newer version of Tocsin has written this event; update this one")
        case .send(let notice):
            guard ContinuousClock.now < end else {
                return DeliveryFailure(reason: "the platform is slow: it has not taken the rest of the batch in time")
            }
            do {
                try await session.deliver(notice)
                return nil
            } catch {
                return error as? DeliveryFailure ?? DeliveryFailure(reason: "\(error)")
            }
        }
    }
}
