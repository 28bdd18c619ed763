/// The requests that this side makes, without what belongs to one sending of them: `Via`, `CSeq` and proofs.
struct DeviceMessages: Sendable {
    let settings: GB28181Settings

    private var own: String { "sip:\(settings.deviceCode)@\(settings.platform.domain)" }
    private var platform: String { "sip:\(settings.platform.code)@\(settings.platform.domain)" }

    /// `REGISTER` for `expires` seconds; 0 ends it. `call` is the same for all of one run. `host` and `port` are where
    /// this side is reached.
    func register(for expires: Int, call: String, host: String, port: Int) -> SIPMessage {
        var request = SIPMessage(method: "REGISTER", uri: platform)
        request["From"] = "<\(own)>;tag=\(Self.token())"
        request["To"] = "<\(own)>"
        request["Call-ID"] = call
        request["Contact"] = "<\(contact(host, port))>"
        request["Expires"] = "\(expires)"
        // The edition of 2022, annex I.
        if settings.version == .edition2022 { request["X-GB-Ver"] = "3.0" }
        finish(&request)
        return request
    }

    /// `MESSAGE` with `command`.
    func message(_ command: Command) -> SIPMessage {
        var request = SIPMessage(method: "MESSAGE", uri: platform)
        request["From"] = "<\(own)>;tag=\(Self.token())"
        request["To"] = "<\(platform)>"
        request["Call-ID"] = Self.token()
        finish(&request, command)
        return request
    }

    /// `MESSAGE` with an alarm.
    func message(_ notice: AlarmNotice) -> SIPMessage { named(message(notice.command), notice) }

    /// `NOTIFY` with an alarm, within `subscription`, at `now`.
    func notify(
        _ notice: AlarmNotice, _ subscription: Subscriptions.Subscription, host: String, port: Int, now: Double
    ) -> SIPMessage {
        var request = SIPMessage(method: "NOTIFY", uri: subscription.target)
        request["From"] = subscription.local
        request["To"] = subscription.remote
        request["Call-ID"] = subscription.call
        request["CSeq"] = "\(subscription.sequence) NOTIFY"
        request["Contact"] = "<\(contact(host, port))>"
        request["Event"] = subscription.event
        request["Subscription-State"] = "active;expires=\(max(Int(subscription.endsAt - now), 0))"
        finish(&request, notice.command)
        return named(request, notice)
    }

    /// Where this side is reached.
    func contact(_ host: String, _ port: Int) -> String { "sip:\(settings.deviceCode)@\(host):\(port)" }

    /// 64 random bits in hexadecimal digits.
    static func token() -> String {
        let number = UInt64.random(in: .min ... .max)
        return hexadecimal((0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) })
    }

    private func finish(_ request: inout SIPMessage, _ command: Command? = nil) {
        request["Max-Forwards"] = "70"
        request["User-Agent"] = "Tocsin"
        guard let command else { return }
        request["Content-Type"] = "Application/MANSCDP+xml"
        request.body = command.bytes(settings.charset)
    }

    /// With the event's own name, so that who reads it can drop what comes twice; platforms pass over such headers.
    private func named(_ request: SIPMessage, _ notice: AlarmNotice) -> SIPMessage {
        var request = request
        request["X-Tocsin-Event-Id"] = notice.eventID.onWire
        request["X-Tocsin-Camera"] = notice.camera.onWire
        return request
    }
}
