/// What platforms have subscribed to (RFC 6665, GB/T 28181, 9.11). Times are seconds of any clock that only goes forward.
struct Subscriptions {
    /// Subscriptions at once, at most.
    static let most = 16
    /// Seconds, at most.
    static let longest = 86400.0

    /// One of them, with what it takes to send a `NOTIFY` within it.
    struct Subscription: Hashable {
        /// `Call-ID`.
        var call: String
        /// `From` of what is sent: the `To` of the request, with a tag.
        var local: String
        /// `To` of what is sent: the `From` of the request.
        var remote: String
        /// Where to, as `Contact` says.
        var target: String
        /// `Event`.
        var event: String
        /// What it is about: `Alarm`, `Catalog`.
        var type: String
        /// `AlarmPriority` that it asks for; empty: any.
        var priorities: ClosedRange<Int> = 0...Int.max
        /// `AlarmMethod` that it asks for; empty or 0: any.
        var methods = ""
        var endsAt: Double
        /// `CSeq` of the last that was sent.
        var sequence = 0

        /// Whether it asks for alarms of `priority` and `method`.
        func wants(priority: Int, method: Int) -> Bool {
            type == "Alarm" && priorities.contains(priority)
                && (methods.isEmpty || methods.contains("0") || methods.contains("\(method)"))
        }
    }

    private(set) var all: [Subscription] = []

    /// Takes, renews or ends the subscription that `request` asks for; gives the seconds that it lasts, nil where there
    /// is no room or nothing is asked for. `tag` is this side's.
    mutating func take(_ request: SIPMessage, tag: String, at now: Double) -> Double? {
        all.removeAll { $0.endsAt <= now }
        guard let call = request["Call-ID"], let remote = request["From"], let local = request["To"] else { return nil }
        let seconds = min(max(SIPSeconds.read(request["Expires"]) ?? 3600, 0), Self.longest)
        if let place = all.firstIndex(where: { $0.call == call }) {
            if seconds == 0 { all.remove(at: place) } else { all[place].endsAt = now + seconds }
            return seconds
        }
        guard seconds > 0 else { return 0 }
        guard all.count < Self.most, let command = HeardCommand(request.body), let type = command.type else {
            return nil
        }
        var subscription = Subscription(
            call: call, local: local.parameter("tag") == nil ? "\(local);tag=\(tag)" : local, remote: remote,
            target: (request["Contact"] ?? remote).uri, event: request["Event"] ?? "presence", type: type,
            endsAt: now + seconds)
        let first = command["StartAlarmPriority"].flatMap { Int($0) } ?? 0
        let last = command["EndAlarmPriority"].flatMap { Int($0) } ?? 0
        if first > 0 || last > 0 { subscription.priorities = first...max(first, last > 0 ? last : Int.max) }
        subscription.methods = command["AlarmMethod"] ?? ""
        all.append(subscription)
        return seconds
    }

    /// The subscription through which an alarm of `priority` and `method` goes at `now`, counted on by one request.
    mutating func next(priority: Int, method: Int, at now: Double) -> Subscription? {
        let place = all.firstIndex { $0.endsAt > now && $0.wants(priority: priority, method: method) }
        guard let place else { return nil }
        all[place].sequence += 1
        return all[place]
    }

    /// Forgets the subscription of `call`: nobody is there any more.
    mutating func end(_ call: String) { all.removeAll { $0.call == call } }

    /// Forgets all: the platform has begun anew.
    mutating func endAll() { all = [] }
}
