import Delivery

/// What an acknowledgement of the broker means.
enum MQTTVerdict: Hashable {
    /// It has the message.
    case taken
    /// It has not, for the event's fault or its own.
    case refused(DeliveryFailure.Fault, reason: String)
    /// It has not, and does not say whose fault that is.
    case refusedWithoutReason(code: Int32)

    /// What the reason code of a PUBACK means (MQTT 5, 3.4.2.1); in MQTT 3.1.1 it is always 0.
    init(code: Int32, topic: @autoclosure () -> String, requireSubscriber: Bool) {
        switch code {
        case 0x10 where requireSubscriber:
            self = .refused(
                .farEnd,
                reason:
                    "nobody has subscribed to \(topic()): let the centre subscribe with a session that persists, or set "
                    + "requireSubscriber: false")
        case 0..<0x80: self = .taken
        case 0x80, 0x83: self = .refusedWithoutReason(code: code)
        case 0x87:
            self = .refused(
                .farEnd, reason: "this user may not publish to \(topic()): grant it in the broker's access list")
        case 0x90:
            self = .refused(.farEnd, reason: "the broker does not take the topic \(topic()): choose another `topic`")
        case 0x95: self = .refused(.event, reason: "the event is larger than the broker takes")
        case 0x97: self = .refused(.farEnd, reason: "the broker's quota is used up: raise it, or empty its queues")
        case 0x99: self = .refused(.event, reason: "the broker says that the event is no valid text")
        default: self = .refused(.farEnd, reason: "the broker refused the event (\(MQTTCode.hexadecimal(code)))")
        }
    }

    /// As the failure of the event behind `delivered` others; nil where it is none.
    ///
    /// A refusal without a reason is the event's fault where the broker `takesOthers`: held back for it, they would never
    /// arrive. It is the broker's where that takes nothing at all.
    func failure(after delivered: Int, takesOthers: Bool) -> DeliveryFailure? {
        switch self {
        case .taken: return nil
        case .refused(let fault, let reason):
            return DeliveryFailure(delivered: delivered, fault: fault, reason: reason)
        case .refusedWithoutReason(let code):
            return DeliveryFailure(
                delivered: delivered, fault: takesOthers ? .event : .farEnd,
                reason: "the broker refused the event without a reason (\(MQTTCode.hexadecimal(code))): see its log")
        }
    }
}
