import Delivery

/// Alarms on their way to the platform.
extension DeviceSession {
    /// Returns when the platform has `notice` for certain; throws ``DeliveryFailure`` where it has not.
    func deliver(_ notice: AlarmNotice) async throws {
        if try await isTakenBySubscriber(notice) { return }
        let (results, waiter) = AsyncStream.makeStream(of: String.self)
        if settings.waitsForResponse { awaited[notice.number] = waiter }
        defer { awaited[notice.number] = nil }
        let answer: SIPMessage
        do {
            answer = try await exchange(messages.message(notice), patience: settings.answerWithin)
        } catch let failure as DeliveryFailure {
            registration.lost()
            throw failure
        }
        if let verdict = AlarmVerdict(answer, hasPassword: settings.password != nil) {
            if verdict.endsRegistration { registration.lost() }
            throw verdict.failure
        }
        if settings.waitsForResponse { try await confirmation(results, waiter) }
    }

    /// Whether the platform has subscribed to such alarms and taken this one; if it does not, it is sent as if nobody
    /// had.
    private func isTakenBySubscriber(_ notice: AlarmNotice) async throws -> Bool {
        guard let wire else { return false }
        guard let subscription = subscriptions.next(priority: notice.priority, method: notice.method, at: now) else {
            return false
        }
        let request = messages.notify(notice, subscription, host: wire.host, port: wire.port, now: now)
        let answer = try? await exchange(request, patience: settings.answerWithin)
        if let status = answer?.status, (200...299).contains(status) { return true }
        subscriptions.end(subscription.call)
        try Task.checkCancellation()
        return false
    }

    /// Waits for the platform's `Response` (GB/T 28181, 9.4).
    private func confirmation(_ results: AsyncStream<String>, _ waiter: AsyncStream<String>.Continuation) async throws {
        let patience = settings.answerWithin
        let timeout = Task {
            try? await Task.sleep(for: .seconds(patience))
            waiter.finish()
        }
        defer { timeout.cancel() }
        for await result in results {
            guard result.uppercased() == "OK" else {
                throw DeliveryFailure(
                    fault: .event, reason: "the platform has answered the alarm with an error; see its log")
            }
            return
        }
        try Task.checkCancellation()
        throw DeliveryFailure(
            reason: "the platform has not confirmed the alarm within \(Int(patience)) s; set `waitForResponse: false` "
                + "where it never does")
    }
}

/// Why a platform has not taken an alarm.
struct AlarmVerdict {
    let failure: DeliveryFailure
    /// Whether this side has to register anew before the next.
    let endsRegistration: Bool

    /// Reads `answer`; nil where the alarm was taken.
    init?(_ answer: SIPMessage, hasPassword: Bool) {
        guard let status = answer.status, !(200...299).contains(status) else { return nil }
        let said = "the platform refuses the alarm: \(answer.reasonShown)"
        switch status {
        case 400, 413, 415, 488:
            failure = DeliveryFailure(
                fault: .event, reason: said + "; check `charset`, `version` and `mapping` against the platform's manual"
            )
            endsRegistration = false
        case 401, 407:
            failure = DeliveryFailure(
                reason: said + (hasPassword ? "; check `username` and `password`" : "; give `username` and `password`"))
            endsRegistration = true
        default:
            failure = DeliveryFailure(reason: said + "; see the platform's log", retryAfter: answer.retryAfter)
            // It may have begun anew, and know this side no more.
            endsRegistration = [403, 404, 408, 481].contains(status)
        }
    }
}
