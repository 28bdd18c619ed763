import Alarms
import VideoCore

/// What the platform asks.
extension DeviceSession {
    /// Answers on their way at once, at most.
    private static let mostAnswers = 8

    /// Answers `request`; one that comes again gets the same answer, and is not done again.
    func serve(_ request: SIPMessage) {
        guard let key = request.transaction, request.method != "ACK", let wire else { return }
        guard ["From", "To", "Call-ID"].allSatisfy({ request[$0] != nil }) else { return }
        if let earlier = answered.answer(to: key, at: now) { return wire.send(earlier) }
        let bytes = answer(to: request, on: wire).bytes
        answered.add(bytes, to: key, at: now)
        wire.send(bytes)
    }

    private func answer(to request: SIPMessage, on wire: SIPWire) -> SIPMessage {
        let asked = PlatformRequest(request)
        let tag = DeviceMessages.token()
        func respond(_ code: Int, _ words: String) -> SIPMessage {
            var response = request.response(code, words, tag: tag)
            response["Via"] = response["Via"].map { $0.returned(to: settings.platform) }
            response["User-Agent"] = "Tocsin"
            return response
        }
        var response = respond(asked.status.code, asked.status.words)
        switch asked {
        case .command(let command):
            guard answering < Self.mostAnswers else { return respond(503, "Service Unavailable") }
            take(command)
        case .subscription:
            guard let seconds = subscriptions.take(request, tag: tag, at: now) else {
                return respond(400, "Bad Request")
            }
            response["Expires"] = "\(Int(seconds))"
            response["Contact"] = "<\(messages.contact(wire.host, wire.port))>"
            confirm(request, in: &response)
        case .options, .unserved: response["Allow"] = PlatformRequest.allowed
        case .unknown, .unreadable: break
        }
        return response
    }

    /// The answer to a subscription says in XML too that it was taken.
    private func confirm(_ request: SIPMessage, in response: inout SIPMessage) {
        guard let heard = HeardCommand(request.body), let type = heard.type, let number = heard.number else { return }
        response["Content-Type"] = "Application/MANSCDP+xml"
        let device = heard["DeviceID"] ?? settings.deviceCode
        response.body = Command("Response", type, number: number, device: device, [.text("Result", "OK")])
            .bytes(settings.charset)
    }

    private func take(_ command: HeardCommand) {
        if command.root == "Response", command.type == "Alarm", let number = command.number {
            awaited[number]?.yield(command["Result"] ?? "")
        }
        let commands = DeviceDescription(settings: settings).answers(to: command, at: Timestamp(.now()))
        guard !commands.isEmpty else { return }
        answering += 1
        Task {
            for command in commands {
                // Who asked and does not take the answer asks again.
                guard (try? await exchange(messages.message(command), patience: settings.answerWithin)) != nil else {
                    break
                }
            }
            answering -= 1
        }
    }
}

extension String {
    /// This `Via` of a request from `platform` as it goes back (RFC 3581).
    fileprivate func returned(to platform: GB28181Settings.Platform) -> String {
        guard parameter("rport") == "" else { return self }
        return replacing(";rport", with: ";rport=\(platform.port)", maxReplacements: 1)
    }
}
