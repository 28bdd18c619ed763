import CNATS
import Delivery
import Foundation

/// A connection to a NATS server that is never made anew: when it breaks, it is done with.
///
/// Messages go out one behind the other, each with a reply subject of its own below one inbox; the acknowledgements
/// that the stream sends there are read on the caller's thread. All calls block, for a bounded time.
@safe final class NATSConnection {
    /// One message and where it goes.
    struct Message {
        let id: String
        let subject: String
        let body: [UInt8]
    }

    /// Bytes that the server takes in one message.
    let largestMessage: Int
    private let connection: OpaquePointer
    private let inbox: String
    private let answers: OpaquePointer
    private let timeout: Duration
    private var batch = 0

    /// Connects after `settings`; throws ``DeliveryFailure``.
    init(_ settings: NATSSettings, clientName: String) throws {
        let options = unsafe try NATSOptions.make(settings, clientName: clientName)
        let (status, made) = unsafe ConnectAttempt.connect(
            options, ports: settings.ports, seconds: settings.timeout + 1)
        guard status == NATS_OK, let made = unsafe made else {
            throw NATSTrouble.failure(status, doing: "cannot connect to NATS at \(settings.place)")
        }
        let (inbox, answers) = unsafe Self.listen(made)
        guard let answers = unsafe answers else {
            unsafe natsConnection_Destroy(made)
            throw DeliveryFailure(reason: "the connection to NATS at \(settings.place) broke at once")
        }
        unsafe (connection, self.answers) = unsafe (made, answers)
        self.inbox = inbox
        largestMessage = unsafe Int(natsConnection_GetMaxPayload(made))
        timeout = .seconds(settings.timeout)
    }

    deinit {
        unsafe natsSubscription_Destroy(answers)
        unsafe natsConnection_Destroy(connection)
    }

    /// Whether nothing can be sent any more.
    var isClosed: Bool { unsafe natsConnection_IsClosed(connection) }

    /// Runs `body` with a JetStream context; `domain` is that of the stream.
    func withJetStream<Value>(domain: String?, _ body: (OpaquePointer) throws -> Value) throws -> Value {
        var options = unsafe jsOptions()
        unsafe jsOptions_Init(&options)
        unsafe options.Wait = Int64(timeout / .milliseconds(1))
        let name = unsafe strdup(domain ?? "")
        defer { unsafe free(name) }
        if domain != nil { unsafe options.Domain = unsafe UnsafePointer(name) }
        var context: OpaquePointer?
        let status = unsafe natsConnection_JetStream(&context, connection, &options)
        guard status == NATS_OK, let context = unsafe context else {
            throw NATSTrouble.failure(status, doing: "cannot ask JetStream")
        }
        defer { unsafe jsCtx_Destroy(context) }
        return try unsafe body(context)
    }

    /// Sends `messages` to `stream` and waits for what it answers to each.
    ///
    /// Ends before all have been answered when nothing comes for the timeout, the connection breaks or the task is
    /// cancelled; the reason is returned as `silence`.
    func publish(_ messages: [Message], to stream: String) -> (outcome: BatchOutcome, silence: String) {
        batch += 1
        var outcome = BatchOutcome(count: messages.count)
        for (index, message) in messages.enumerated() {
            let status = send(message, to: stream, replyTo: "\(inbox).\(batch).\(index)")
            if status != NATS_OK { return (outcome, broken(status).reason) }
        }
        let silence = collect(&outcome)
        return (outcome, silence)
    }

    /// Reads answers until all are there; otherwise says why not. A server that lets each of them wait is not waited for
    /// either: what it has by then counts.
    private func collect(_ outcome: inout BatchOutcome) -> String {
        let ours = "\(inbox).\(batch)."
        let began = ContinuousClock.now
        var heard = began
        while outcome.pending > 0 {
            var next: OpaquePointer?
            // Short, so that a cancelled task is noticed.
            let status = unsafe natsSubscription_NextMsg(&next, answers, 100)
            if began.duration(to: .now) > timeout * 4 {
                unsafe natsMsg_Destroy(next)
                return broken(NATS_TIMEOUT).reason
            }
            if status == NATS_OK, let answer = unsafe next {
                heard = .now
                defer { unsafe natsMsg_Destroy(answer) }
                let subject = unsafe String(cString: natsMsg_GetSubject(answer))
                guard subject.hasPrefix(ours), let index = Int(subject.dropFirst(ours.count)) else { continue }
                outcome.settle(index, unsafe Self.fate(of: answer))
            } else if status != NATS_TIMEOUT {
                return broken(status).reason
            } else if Task.isCancelled {
                return "the delivery to NATS was interrupted"
            } else if heard.duration(to: .now) > timeout {
                return broken(NATS_TIMEOUT).reason
            }
        }
        return ""
    }

    private func broken(_ status: natsStatus) -> DeliveryFailure {
        var text: UnsafePointer<CChar>?
        unsafe natsConnection_GetLastError(connection, &text)
        let detail = unsafe text.map { unsafe String(cString: $0) } ?? ""
        return NATSTrouble.failure(status, doing: "the alarms did not get through to NATS", detail: detail)
    }

    private static func fate(of answer: OpaquePointer) -> BatchOutcome.Fate {
        if unsafe natsMsg_IsNoResponders(answer) {
            return .failed("no stream listens to the alarms: see that JetStream is on and that the stream is there")
        }
        let count = Int(unsafe natsMsg_GetDataLength(answer))
        let bytes = unsafe UnsafeRawBufferPointer(start: natsMsg_GetData(answer), count: count)
        return NATSAnswer.fate(unsafe Array(bytes))
    }

    /// An inbox that nobody else has, with the subscription to all below it.
    private static func listen(_ connection: OpaquePointer) -> (inbox: String, answers: OpaquePointer?) {
        let inbox = "_INBOX.\(UUID().uuidString)"
        var answers: OpaquePointer?
        let status = unsafe natsConnection_SubscribeSync(&answers, connection, inbox + ".>")
        return unsafe (inbox, status == NATS_OK ? answers : nil)
    }

    private func send(_ message: Message, to stream: String, replyTo reply: String) -> natsStatus {
        var made: OpaquePointer?
        let status = unsafe message.body.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return unsafe natsMsg_Create(&made, message.subject, reply, start, Int32(bytes.count))
        }
        guard status == NATS_OK, let made = unsafe made else { return status }
        defer { unsafe natsMsg_Destroy(made) }
        let headers = [
            ("Nats-Msg-Id", message.id), ("Nats-Expected-Stream", stream),
            ("content-type", "application/cloudevents+json"),
        ]
        for (key, value) in headers {
            let status = unsafe natsMsgHeader_Set(made, key, value)
            guard status == NATS_OK else { return status }
        }
        return unsafe natsConnection_PublishMsg(connection, made)
    }
}
