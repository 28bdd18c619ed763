import Delivery

/// Which events of a batch are to be sent next, and what has become of those that were.
struct MQTTBatch {
    private let window: Int
    private var verdicts: [MQTTVerdict?]
    private var underWay: [Int32: Int] = [:]
    private var begun = 0
    private(set) var isStopped = false

    /// `count` events, of which `window` may be under way at a time.
    init(count: Int, window: Int) {
        self.window = window
        verdicts = Array(repeating: nil, count: count)
    }

    /// The event to be sent now; nil when none may be.
    var next: Int? { !isStopped && begun < verdicts.count && underWay.count < window ? begun : nil }

    /// Whether there is nothing to wait for.
    var isSettled: Bool { underWay.isEmpty && next == nil }

    /// Whether the broker has all events.
    var isComplete: Bool { delivered == verdicts.count }

    /// How many the broker has, counted from the first.
    var delivered: Int { verdicts.firstIndex { $0 != .taken } ?? verdicts.count }

    /// The next event is under way as message `id`.
    mutating func sent(as id: Int32) {
        underWay[id] = begun
        begun += 1
    }

    /// The next event cannot be sent.
    mutating func refused(_ verdict: MQTTVerdict) {
        verdicts[begun] = verdict
        begun += 1
        isStopped = true
    }

    /// Which event message `id` carries; nil when it was acknowledged already, or is none of these.
    func event(of id: Int32) -> Int? { underWay[id] }

    /// Message `id` was acknowledged. After a refusal nothing more is sent.
    mutating func acknowledged(_ id: Int32, _ verdict: MQTTVerdict) {
        guard let event = underWay.removeValue(forKey: id) else { return }
        verdicts[event] = verdict
        if verdict != .taken { isStopped = true }
    }

    /// Nothing more is to be sent.
    mutating func stop() { isStopped = true }

    /// Whether the broker has taken any.
    var tookAny: Bool { verdicts.contains(.taken) }

    /// What the broker said of the first event that it has not; nil where it said nothing, or has all.
    var refusal: MQTTVerdict? { delivered < verdicts.count ? verdicts[delivered] : nil }
}
