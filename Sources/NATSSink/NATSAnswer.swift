import Delivery
import Foundation

/// What a stream answers to a message, and what follows from it for the event.
struct NATSAnswer: Decodable {
    struct Trouble: Decodable {
        let err_code: Int?
        let description: String?
    }

    let stream: String?
    let seq: UInt64?
    let error: Trouble?

    /// The fate of an event that was answered with `json`.
    static func fate(_ json: [UInt8]) -> BatchOutcome.Fate {
        guard let answer = try? JSONDecoder().decode(NATSAnswer.self, from: Data(json)) else {
            return .failed("the NATS server gave an answer that is none of JetStream")
        }
        if let error = answer.error { return fate(code: error.err_code ?? 0, error.description ?? "no reason given") }
        guard answer.stream != nil, let sequence = answer.seq, sequence > 0 else {
            return .failed("the NATS server gave an answer without a place in the stream")
        }
        return .taken
    }

    /// Codes are those of JetStream's API errors.
    private static func fate(code: Int, _ description: String) -> BatchOutcome.Fate {
        let said = String(description.prefix(200).filter { !$0.isNewline })
        switch code {
        case 10054: return .refused("the event is larger than the stream takes: raise its max_msg_size")
        case 10060: return .failed("another stream listens to the subject: set `stream`, or take the subject from it")
        case 10109: return .failed("the stream is sealed: name another one as `stream`")
        case 10023, 10028, 10047, 10077:
            return .failed("the stream has no room (\(said)): raise its limits, or free the server's disk")
        default: return .failed("the stream did not take an event: \(said)")
        }
    }
}
