/// What has become of each event of a batch whose answers come in any order.
package struct BatchOutcome {
    /// What the far end said of one event.
    package enum Fate: Hashable, Sendable {
        /// It has it for certain.
        case taken
        /// It looked at it and refused it for good, for this reason.
        case refused(String)
        /// It does not have it, for a reason that lies elsewhere.
        case failed(String)
    }

    /// Of each event, in order; nil where nothing was said yet.
    package private(set) var fates: [Fate?]
    /// How many have no answer yet.
    package private(set) var pending: Int

    /// A batch of `count` events of which nothing is known.
    package init(count: Int) {
        fates = Array(repeating: nil, count: count)
        pending = count
    }

    /// Notes the answer to event `index`; the first one counts, and answers to what was not asked are ignored.
    package mutating func settle(_ index: Int, _ fate: Fate) {
        guard fates.indices.contains(index), fates[index] == nil else { return }
        fates[index] = fate
        pending -= 1
    }

    /// How many events from the first the far end has.
    package var delivered: Int { fates.prefix { $0 == .taken }.count }

    /// Why it has not all of them; nil when it has. `silence` is the reason for events without an answer.
    package func failure(silence: String) -> DeliveryFailure? {
        let delivered = delivered
        guard delivered < fates.count else { return nil }
        switch fates[delivered] {
        case .refused(let reason): return DeliveryFailure(delivered: delivered, fault: .event, reason: reason)
        case .failed(let reason): return DeliveryFailure(delivered: delivered, reason: reason)
        default: return DeliveryFailure(delivered: delivered, reason: silence)
        }
    }
}
