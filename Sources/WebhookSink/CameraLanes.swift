import Delivery

/// Which event of a batch is to be sent next: of each camera one at a time and in order, of several side by side. Once one
/// has failed, only those before it are still begun, so that what is delivered is counted from the first.
struct CameraLanes {
    private enum State: Hashable {
        case waiting, underWay, settled(WebhookVerdict)
    }

    private let parallel: Int
    private let lanes: [Int]
    private var isBusy: [Bool]
    private var states: [State]
    private var underWay = 0
    /// Events from here on are not begun.
    private var end: Int

    /// Events of these cameras, in order, of which `parallel` may be under way at a time.
    init(cameras: [String], parallel: Int) {
        self.parallel = parallel
        var known: [String: Int] = [:]
        lanes = cameras.map { camera in
            let lane = known[camera] ?? known.count
            known[camera] = lane
            return lane
        }
        isBusy = Array(repeating: false, count: known.count)
        states = Array(repeating: .waiting, count: cameras.count)
        end = cameras.count
    }

    /// Begins the oldest event that may be, and gives its place; nil when none may.
    mutating func begin() -> Int? {
        guard underWay < parallel else { return nil }
        guard let next = states[..<end].indices.first(where: { states[$0] == .waiting && !isBusy[lanes[$0]] }) else {
            return nil
        }
        states[next] = .underWay
        isBusy[lanes[next]] = true
        underWay += 1
        return next
    }

    /// The event at `place` has been answered.
    mutating func settle(_ place: Int, _ verdict: WebhookVerdict) {
        states[place] = .settled(verdict)
        isBusy[lanes[place]] = false
        underWay -= 1
        if verdict != .taken { end = min(end, place) }
    }

    /// Nothing more is to be begun.
    mutating func stop() { end = 0 }

    /// How many the receiver has, counted from the first.
    var delivered: Int { states.firstIndex { $0 != .settled(.taken) } ?? states.count }

    /// What became of the first event that the receiver has not; nil where it was never sent, or there is none.
    var refusal: DeliveryFailure? {
        guard delivered < states.count,
            case .settled(.failed(let fault, let reason, let retryAfter)) = states[delivered]
        else { return nil }
        return DeliveryFailure(delivered: delivered, fault: fault, reason: reason, retryAfter: retryAfter)
    }

    /// Whether the receiver has all.
    var isComplete: Bool { delivered == states.count }
}
