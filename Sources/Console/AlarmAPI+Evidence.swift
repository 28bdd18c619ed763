import Alarms
import Foundation
import HTTPTypes

/// Pictures and clips of alarms.
extension AlarmAPI {
    /// Characters of a reason at most.
    static let reasonLimit = 500

    /// `GET /v1/evidence/{day}/{file}`. A note of who asks, and why, is kept before the first byte goes out.
    func evidence(_ request: APIRequest) async throws -> HTTPAnswer {
        try request.query.allow("reason")
        if request.values.last?.hasSuffix(".enc") == true {
            throw Problem(
                status: 403, name: "encrypted", detail: "raw clips are not given out here",
                remedy: "use `tocsin evidence decrypt` on the box, which needs the key")
        }
        guard let evidence, request.values.count == 2, EvidenceReader.isDay(request.values[0]),
            let type = EvidenceReader.type(of: request.values[1])
        else { throw Problem.noSuchEvidence }
        let (day, name) = (request.values[0], request.values[1])
        let reason = try Self.reason(request)
        guard let size = await evidence.size(day: day, name: name) else { throw Problem.noSuchEvidence }
        let range = ByteRange(request.headers[.range], size: size)
        if range == .unsatisfiable {
            let problem = Problem(
                status: 416, name: "no-such-range", detail: "the file has \(size) bytes",
                remedy: "ask for some of these")
            var answer = problem.answer
            answer.fields.append(("Content-Range", "bytes */\(size)"))
            return answer
        }
        let place = try downloads.take(
            for: request.caller?.id ?? "", most: Self.downloadLimitOfOne, .manyDownloads)
        try await note(request, object: "\(day)/\(name)", reason: reason)
        var fields = [("Accept-Ranges", "bytes"), ("Content-Disposition", "attachment; filename=\"\(name)\"")]
        var bytes = 0..<size
        if case .part(let part) = range {
            bytes = part
            fields.append(("Content-Range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"))
        }
        let body = HTTPAnswer.Body.pieces(length: bytes.count) { [bytes] write in
            var offset = bytes.lowerBound
            while offset < bytes.upperBound {
                request.connection.lasts()
                let piece = try await evidence.read(
                    day: day, name: name, from: offset, count: min(EvidenceReader.piece, bytes.upperBound - offset))
                guard !piece.isEmpty else { throw Problem.noSuchEvidence }
                try await write(piece)
                offset += piece.count
            }
            withExtendedLifetime(place) {}
        }
        return HTTPAnswer(status: range == .whole ? 200 : 206, body, type: type, fields: fields)
    }

    private func note(_ request: APIRequest, object: String, reason: String) async throws {
        let note = AuditNote(.readEvidence, of: "file:\(object)", reason: reason, request)
        do { try await surroundings.audit(note) } catch {
            throw Problem(
                status: 503, name: "not-audited", detail: "no note of this could be kept, so nothing is shown",
                remedy: "look at the log of the service, then try again", retryAfter: 5)
        }
    }

    private static func reason(_ request: APIRequest) throws(Problem) -> String {
        let field = request.field("Tocsin-Reason").map { $0.removingPercentEncoding ?? "" }
        let given = [request.query["reason"], field].compactMap { $0?.trimmingCharacters(in: .whitespaces) }
        guard let reason = given.first, given.allSatisfy(isReason) else {
            throw .malformed(
                "there is no reason given, or none of 1 to \(reasonLimit) characters without control characters",
                "say in the query `reason` or the header field Tocsin-Reason why the evidence is needed")
        }
        return reason
    }

    private static func isReason(_ text: String) -> Bool {
        (1...reasonLimit).contains(text.unicodeScalars.count)
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}

extension Problem {
    static let manyDownloads = Problem(
        status: 503, name: "crowded", detail: "too much evidence is being handed out already",
        remedy: "try again when some of it is through", retryAfter: 5)
}
