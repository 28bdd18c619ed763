import Alarms
import Foundation

/// Why a request is not answered as asked, as RFC 9457 has it: what is wrong and what to do.
struct Problem: Error, Hashable, Sendable {
    /// 400, 401 and so on.
    var status: Int
    /// A short name for programs.
    var name: String
    /// What is wrong.
    var detail: String
    /// What to do.
    var remedy: String
    /// Seconds after which it may be asked again.
    var retryAfter: Int?
    /// Methods that are served at the same path.
    var allowed: [String] = []
    /// How one may show who one is, where that is what is missing.
    var challenge = #"Bearer realm="tocsin""#

    /// For people; browsers ask nobody for a password of their own accord.
    static let sessionChallenge = #"Session realm="tocsin""#

    /// The answer that says so.
    var answer: HTTPAnswer {
        var fields: [(name: String, value: String)] = []
        if status == 401 { fields.append(("WWW-Authenticate", challenge)) }
        if let retryAfter { fields.append(("Retry-After", "\(retryAfter)")) }
        if !allowed.isEmpty { fields.append(("Allow", allowed.joined(separator: ", "))) }
        let document = Document(
            type: "urn:tocsin:problem:\(name)", title: name.replacing("-", with: " "), status: status, detail: detail,
            remedy: remedy)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = (try? encoder.encode(document)).map { [UInt8]($0) } ?? []
        return HTTPAnswer(status: status, bytes: bytes, type: "application/problem+json", fields: fields)
    }

    private struct Document: Encodable {
        var type, title: String
        var status: Int
        var detail, remedy: String
    }
}

extension Problem {
    /// What came with the request cannot be understood.
    static func malformed(_ detail: String, _ remedy: String) -> Problem {
        Problem(status: 400, name: "malformed-request", detail: detail, remedy: remedy)
    }

    static let unknownPath = Problem(
        status: 404, name: "not-here", detail: "nothing is served at this path",
        remedy: "see /v1/openapi.json, /metrics, /healthz and /readyz")

    static let noSuchEvidence = Problem(
        status: 404, name: "no-such-evidence", detail: "there is no such file of evidence",
        remedy: "take day and file from data.evidence[].uri of an event; evidence past its time is deleted")

    static let crowded = Problem(
        status: 503, name: "crowded", detail: "too many wait for alarms already",
        remedy: "close streams that are not read, or ask without `wait`", retryAfter: 5)

    static let failed = Problem(
        status: 500, name: "failed", detail: "the request could not be answered",
        remedy: "try again; if that lasts, look at the log of the service and report it")

    /// What the queue says to a request about it.
    init(_ error: OutboxError) {
        // Its words name files of this machine, which are nobody else's business.
        switch error.code {
        case .unknownAlarm:
            self.init(
                status: 404, name: "unknown-alarm", detail: "the queue holds no alarm of this id",
                remedy: "give a whole id as in data.alarmID; alarms past their time are deleted")
        case .settled:
            self.init(
                status: 409, name: "settled", detail: "\(error.detail): nothing more can be said of it",
                remedy: "read the alarm; say it of the one it is a part of, or not at all")
        case .keyReused:
            self.init(
                status: 422, name: "key-reused", detail: "this Idempotency-Key came with another request before",
                remedy: "make a new key for each request, and use it again only to repeat that request")
        case .diskFull:
            self.init(
                status: 503, name: "disk-full", detail: "the disk is full: what is left is for alarms",
                remedy: "free space on it, then try again", retryAfter: 60)
        default:
            self.init(
                status: 503, name: "queue-away", detail: "the queue of alarms cannot be used at the moment",
                remedy: "try again; if that lasts, see /readyz and the log of the service", retryAfter: 5)
        }
    }
}
