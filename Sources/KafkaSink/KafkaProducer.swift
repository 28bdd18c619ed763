import CRdKafka
import Delivery
import VideoCore

/// A producer with the cluster's answers to what it has sent. After a failure it is done with: what may still lie in its
/// queue is thrown away with it, so that nothing is sent of which nobody waits for the answer.
@safe final class KafkaProducer {
    /// One message and what goes along with it.
    struct Message {
        let key: String
        let headers: [(name: String, value: String)]
        let body: [UInt8]
    }

    private let client: OpaquePointer
    private let events: OpaquePointer
    private let settings: KafkaSettings
    /// What a broker was last heard to complain of.
    private var complaint = ""
    private var complaintCode = RD_KAFKA_RESP_ERR_NO_ERROR

    /// A producer after `settings`; throws ``DeliveryFailure`` where they cannot be used. Connects in the background.
    init(_ settings: KafkaSettings, clientName: String) throws {
        self.settings = settings
        if let unreadable = KafkaConfiguration.unreadable(settings) { throw DeliveryFailure(reason: unreadable) }
        let configuration = try unsafe KafkaConfiguration.make(settings, clientName: clientName)
        var text = [CChar](repeating: 0, count: 512)
        guard let client = unsafe rd_kafka_new(RD_KAFKA_PRODUCER, configuration, &text, text.count) else {
            unsafe rd_kafka_conf_destroy(configuration)
            let files = settings.tls == nil ? "" : ": check that the files of `tls` are PEM and belong together"
            throw DeliveryFailure(reason: "Kafka's library does not take the settings" + files)
        }
        unsafe self.client = unsafe client
        unsafe events = unsafe rd_kafka_queue_get_main(client)
    }

    deinit {
        unsafe rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT)
        unsafe rd_kafka_queue_destroy(events)
        unsafe rd_kafka_destroy(client)
    }

    /// Sends `messages` and waits for what the cluster answers to each.
    ///
    /// Ends before all have been answered when the task is cancelled or no broker lets this side in; the reason is
    /// returned as `silence`.
    func send(_ messages: some Collection<Message>) -> (outcome: BatchOutcome, silence: String) {
        (complaint, complaintCode) = ("", RD_KAFKA_RESP_ERR_NO_ERROR)
        var outcome = BatchOutcome(count: messages.count)
        for (index, message) in messages.enumerated() {
            let error = queue(message, index: index)
            if error == RD_KAFKA_RESP_ERR_NO_ERROR { continue }
            // What stands behind it would overtake it.
            for rest in index..<messages.count {
                outcome.settle(rest, rest == index ? KafkaTrouble.fate(error, detail: "") : .failed("not sent"))
            }
            break
        }
        let silence = collect(&outcome)
        return (outcome, silence)
    }

    private func queue(_ message: Message, index: Int) -> rd_kafka_resp_err_t {
        guard let headers = unsafe rd_kafka_headers_new(message.headers.count) else {
            return RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE
        }
        for (name, value) in message.headers { unsafe rd_kafka_header_add(headers, name, -1, value, -1) }
        var key = message.key
        return key.withUTF8 { key in
            unsafe message.body.withUnsafeBytes { body in
                // Neither is empty: an event has braces, and a key without letters would be spread over all partitions.
                guard let keyStart = key.baseAddress, let bodyStart = body.baseAddress else {
                    unsafe rd_kafka_headers_destroy(headers)
                    return RD_KAFKA_RESP_ERR_INVALID_RECORD
                }
                return unsafe CRdKafkaProduce(
                    client, settings.topic, keyStart, key.count, bodyStart, body.count, headers, index)
            }
        }
    }

    /// Reads delivery reports until all are there; otherwise says why not. The library reports each message within its
    /// own timeout; a little is added to that.
    private func collect(_ outcome: inout BatchOutcome) -> String {
        let end = ContinuousClock.now + .seconds(settings.timeout + 3)
        while outcome.pending > 0 {
            if Task.isCancelled { return "the delivery to Kafka was interrupted" }
            if ContinuousClock.now > end {
                return KafkaTrouble.reason(cause(of: RD_KAFKA_RESP_ERR__TIMED_OUT), detail: complaint)
            }
            // Short, so that a cancelled task is noticed.
            guard let event = unsafe rd_kafka_queue_poll(events, 100) else { continue }
            defer { unsafe rd_kafka_event_destroy(event) }
            if unsafe rd_kafka_event_type(event) == RD_KAFKA_EVENT_DR {
                unsafe read(reports: event, into: &outcome)
            } else if unsafe isShutOut(by: event) {
                return KafkaTrouble.reason(complaintCode, detail: complaint)
            }
        }
        return ""
    }

    private func read(reports event: OpaquePointer, into outcome: inout BatchOutcome) {
        while let report = unsafe rd_kafka_event_message_next(event) {
            let index = unsafe Int(bitPattern: report.pointee._private)
            outcome.settle(index, KafkaTrouble.fate(cause(of: unsafe report.pointee.err), detail: complaint))
        }
    }

    /// `error`, or the refusal that a message waited behind until its time was over: that all brokers are down is not
    /// said again when it was said before the first of them refused.
    private func cause(of error: rd_kafka_resp_err_t) -> rd_kafka_resp_err_t {
        let isLate = error == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT || error == RD_KAFKA_RESP_ERR__TIMED_OUT
        return isLate && Self.refusals.contains(complaintCode) ? complaintCode : error
    }

    /// Notes an error that is told apart from any message; true when every broker has turned this side away, so that
    /// there is nothing to wait for.
    private func isShutOut(by event: OpaquePointer) -> Bool {
        let code = unsafe rd_kafka_event_error(event)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return false }
        if code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN { return Self.refusals.contains(complaintCode) }
        // That the connection ended is only what follows from a refusal.
        if Self.refusals.contains(code) || !Self.refusals.contains(complaintCode) {
            complaintCode = code
            complaint = shown(unsafe rd_kafka_event_error_string(event).map { unsafe String(cString: $0) } ?? "")
        }
        return false
    }

    private static let refusals = [RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR__SSL]

    /// A server may repeat what it was sent.
    private func shown(_ text: String) -> String {
        guard let password = settings.login?.password.revealed, !password.isEmpty else { return text }
        return text.replacing(password, with: "(hidden)")
    }
}
