import Delivery
import VideoCore

/// A request that waits for its answer.
struct PendingRequest {
    var transaction: ClientTransaction
    let bytes: [UInt8]
    let answer: CheckedContinuation<SIPMessage, any Error>
}

/// Requests and their answers.
extension DeviceSession {
    /// Seconds between two looks at what has to be sent again.
    private static let tick = 0.05

    /// Sends `request`, proves who this side is where that is asked for, and gives the final answer.
    func exchange(_ request: SIPMessage, patience: Double) async throws -> SIPMessage {
        var request = request
        var answer = try await send(request, patience: patience)
        for attempt in 0..<2 {
            guard let proof = proof(for: request, refusedWith: answer, isFirst: attempt == 0) else { break }
            request[proof.header] = proof.value
            request["CSeq"] = nil
            answer = try await send(request, patience: patience)
        }
        return answer
    }

    /// Ends the request `key` with `result`.
    func settle(_ key: String, _ result: Result<SIPMessage, any Error>) {
        pending.removeValue(forKey: key)?.answer.resume(with: result)
    }

    /// Takes what came over `wire`.
    func hear(_ input: SIPWire.Input, on wire: SIPWire) {
        // An older connection has nothing to say.
        guard self.wire?.identity == wire.identity else { return }
        switch input {
        case .broken(let reason): lose(reason)
        case .message(let message):
            guard let status = message.status else { return serve(message) }
            guard let key = message.transaction, var request = pending[key] else { return }
            let action = request.transaction.heard(status)
            pending[key] = request
            if action == .finish { settle(key, .success(message)) }
        }
    }

    private func send(_ request: SIPMessage, patience: Double) async throws -> SIPMessage {
        guard let wire, let method = request.method else {
            throw DeliveryFailure(reason: unreachable("there is no connection"))
        }
        var request = request
        sequence += 1
        let branch = "z9hG4bK" + DeviceMessages.token()
        let via = "SIP/2.0/\(wire.transport.rawValue.uppercased()) \(wire.host):\(wire.port);rport;branch=\(branch)"
        request.headers.insert(.init(name: "Via", value: via), at: 0)
        request["CSeq"] = request["CSeq"] ?? "\(sequence) \(method)"
        let (bytes, key) = (request.bytes, "\(branch) \(method)")
        var timing = ClientTransaction.Timing()
        timing.patience = patience
        let transaction = ClientTransaction(at: now, isReliable: wire.transport == .tcp, timing)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { answer in
                pending[key] = PendingRequest(transaction: transaction, bytes: bytes, answer: answer)
                wire.send(bytes)
                tickWhilePending()
            }
        } onCancel: {
            Task { await self.settle(key, .failure(CancellationError())) }
        }
    }

    private func proof(
        for request: SIPMessage, refusedWith answer: SIPMessage, isFirst: Bool
    ) -> (header: String, value: String)? {
        guard let status = answer.status, status == 401 || status == 407, let password = settings.password,
            case .request(let method, let uri) = request.start
        else { return nil }
        let headers = answer.all(status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate")
        guard let challenge = DigestChallenge.best(of: headers), isFirst || challenge.isStale else { return nil }
        let value = challenge.answer(
            username: settings.username ?? settings.deviceCode, password: password.revealed, method: method, uri: uri,
            random: DeviceMessages.token())
        return (status == 401 ? "Authorization" : "Proxy-Authorization", value)
    }

    private func tickWhilePending() {
        guard ticker == nil else { return }
        ticker = Task { [weak self] in
            while await self?.tick() == true { try? await Task.sleep(for: .seconds(Self.tick)) }
        }
    }

    /// Sends again and gives up what is due; false when nothing is pending.
    private func tick() -> Bool {
        for key in Array(pending.keys) {
            guard let action = pending[key]?.transaction.tick(at: now), let bytes = pending[key]?.bytes else {
                continue
            }
            switch action {
            case .send: wire?.send(bytes)
            case .giveUp: settle(key, .failure(DeliveryFailure(reason: unreachable("it does not answer"))))
            case .nothing, .finish: break
            }
        }
        if pending.isEmpty { ticker = nil }
        return !pending.isEmpty
    }
}

extension SIPMessage {
    /// Seconds that the far end asks to be left alone for.
    var retryAfter: Double? { SIPSeconds.read(self["Retry-After"]) }
}
