import Alarms
import Delivery
import Logging
import VideoCore

/// This side's life on a platform: registered, showing signs of life, answering what it is asked.
///
/// It begins with the first call of ``ready()`` or ``begin()`` and lasts until ``close()``.
actor DeviceSession {
    let settings: GB28181Settings
    let messages: DeviceMessages
    let logger: Logger
    private let began = ContinuousClock.now
    private let call = DeviceMessages.token()
    var wire: SIPWire?
    var registration: Registration
    var subscriptions = Subscriptions()
    var answered = AnsweredRequests()
    /// Requests without an answer, by transaction.
    var pending: [String: PendingRequest] = [:]
    /// Who waits for a platform's `Response`, by `SN`.
    var awaited: [Int: AsyncStream<String>.Continuation] = [:]
    var sequence = 0
    /// Answers to a platform's questions that are on their way.
    var answering = 0
    var ticker: Task<Void, Never>?
    private var registering: Task<Void, any Error>?
    private var keeper: Task<Void, Never>?
    private var trouble: String?
    private var isClosed = false

    init(_ settings: GB28181Settings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        messages = DeviceMessages(settings: settings)
        registration = Registration(expires: Double(settings.expires), keepalive: Double(settings.keepalive))
    }

    deinit { wire?.close() }

    /// Seconds since the session was made.
    var now: Double { (ContinuousClock.now - began) / .seconds(1) }

    /// Registers, and stays so from now on.
    func begin() {
        guard keeper == nil, !isClosed else { return }
        keeper = Task { [weak self] in
            while !Task.isCancelled, let pause = await self?.keepUp() {
                try? await Task.sleep(for: .seconds(pause))
            }
        }
    }

    /// Returns when this side is registered; throws why it is not.
    func ready() async throws {
        guard !isClosed else { throw CancellationError() }
        begin()
        if wire != nil, registration.isRegistered(at: now) { return }
        try await registered()
    }

    /// Ends the registration, and everything.
    func close() async {
        guard !isClosed else { return }
        isClosed = true
        keeper?.cancel()
        registering?.cancel()
        if wire != nil, registration.isRegistered(at: now) { _ = try? await register(for: 0, patience: 0.4) }
        lose("this side has ended")
    }

    /// Everything is to begin anew, because of `reason`.
    func lose(_ reason: String) {
        wire?.close()
        wire = nil
        registration.lost()
        subscriptions.endAll()
        for key in pending.keys { settle(key, .failure(DeliveryFailure(reason: unreachable(reason)))) }
        for waiter in awaited.values { waiter.finish() }
    }

    /// `reason` with the platform's address before it.
    func unreachable(_ reason: String) -> String {
        """
        the platform \(settings.platform.host):\(settings.platform.port) (\(settings.transport.rawValue)): \(reason); \
        check its address, its port and `transport`
        """
    }

    /// Does what is due; gives the seconds until it is to be asked again, and nil at the end.
    private func keepUp() async -> Double? {
        if isClosed { return nil }
        switch registration.due(at: now) {
        case .register:
            do { try await registered() } catch { complain("\(error)") }
        case .keepalive: await showLife()
        case .wait: break
        }
        guard case .wait(let until) = registration.due(at: now) else { return 1 }
        return min(max(until - now, 0.05), 1)
    }

    /// Registers, once for all who wait for it.
    private func registered() async throws {
        let task =
            registering
            ?? Task {
                defer { registering = nil }
                try await enrol()
            }
        registering = task
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func enrol() async throws {
        let answer: SIPMessage
        do {
            try await connect()
            answer = try await register(for: Int(registration.expires), patience: settings.answerWithin)
        } catch {
            // A connection on which nothing comes back may be dead without a word: the next try has one of its own.
            lose("it does not answer")
            registration.unanswered(at: now)
            throw error
        }
        try judge(answer)
        let granted = answer["Contact"]?.parameter("expires") ?? answer["Expires"]
        registration.accepted(for: SIPSeconds.read(granted), at: now)
        if trouble != nil { logger.notice("registered with the platform \(settings.platform.code) again") }
        trouble = nil
    }

    private func register(for expires: Int, patience: Double) async throws -> SIPMessage {
        guard let wire else { throw DeliveryFailure(reason: unreachable("there is no connection")) }
        let request = messages.register(for: expires, call: call, host: wire.host, port: wire.port)
        return try await exchange(request, patience: patience)
    }

    private func judge(_ answer: SIPMessage) throws {
        guard let status = answer.status, !(200...299).contains(status) else { return }
        if status == 423, let least = SIPSeconds.read(answer["Min-Expires"]) {
            registration.asked(forAtLeast: least)
        }
        registration.refused(at: now)
        throw DeliveryFailure(
            reason: "the platform does not register \(settings.deviceCode): \(answer.reasonShown); "
                + Self.remedy(status, hasPassword: settings.password != nil),
            retryAfter: answer.retryAfter)
    }

    private static func remedy(_ status: Int, hasPassword: Bool) -> String {
        switch status {
        case 401, 407:
            hasPassword
                ? "check `username`, `password` and the domain" : "give `username` and `password`: it asks for them"
        case 403, 404: "check `code`, and whether the platform knows it"
        case 423: "it is tried again with the span that the platform asks for"
        default: "see the platform's log"
        }
    }

    private func connect() async throws {
        guard wire == nil else { return }
        let wire: SIPWire
        do {
            wire = try await SIPWire.open(to: settings.platform, settings.transport)
        } catch {
            throw DeliveryFailure(reason: unreachable("no connection can be made"))
        }
        guard !isClosed else { return wire.close() }
        self.wire = wire
        Task { [weak self] in
            for await input in wire.inputs { await self?.hear(input, on: wire) }
        }
    }

    private func showLife() async {
        sequence += 1
        let command = Command(
            "Notify", "Keepalive", number: sequence, device: settings.deviceCode, [.text("Status", "OK")])
        let answer = try? await exchange(messages.message(command), patience: settings.answerWithin)
        registration.keptAlive(answer?.status, at: now)
        if !registration.isRegistered(at: now) { complain("the platform does not answer signs of life any more") }
    }

    /// A platform that is away for long is not news at every try.
    private func complain(_ text: String) {
        guard text != trouble, !isClosed else { return }
        trouble = text
        logger.warning("not registered with the platform \(settings.platform.code): \(text)")
    }
}
