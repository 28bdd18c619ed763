import Delivery

/// Which events of a batch go out next: one at a time from each camera, so that each camera's arrive in order, and many
/// cameras at once.
///
/// After a failure only what stands before it is finished, so that what was delivered is known as "the first so many".
struct DeliveryPlan {
    /// Events on their way at once.
    static let window = 32

    private let lanes: [String]
    private var waiting: [Int]
    private var busy: Set<String> = []
    /// Up to where the batch is still to be delivered.
    private(set) var end: Int
    /// Why it ends before the last event.
    private(set) var failure: DeliveryFailure?

    /// A batch whose events come from `lanes`.
    init(lanes: [String]) {
        self.lanes = lanes
        waiting = Array(lanes.indices)
        end = lanes.count
    }

    /// The event to be sent now; nil when one must be settled before, or none is left.
    mutating func next() -> Int? {
        guard busy.count < Self.window else { return nil }
        guard let place = waiting.firstIndex(where: { $0 < end && !busy.contains(lanes[$0]) }) else { return nil }
        let event = waiting.remove(at: place)
        busy.insert(lanes[event])
        return event
    }

    /// Says how the event at `index` fared.
    mutating func settle(_ index: Int, _ outcome: DeliveryFailure?) {
        busy.remove(lanes[index])
        guard let outcome, index < end else { return }
        end = index
        failure = outcome
        failure?.delivered = index
    }
}
