import Alarms
import HTTPTypes
import VideoCore

/// What people do about alarms, and drills.
extension AlarmAPI {
    /// `POST /v1/alarms/{id}/ack` and its like.
    func handle(_ state: HandlingState, _ request: APIRequest) async throws -> HTTPAnswer {
        try request.query.allow()
        let id = try Self.alarmID(request)
        let body = try JSONBody(request.body, type: request.headers[.contentType], keys: "comment", "by", "unit")
        let handling = try Self.handling(state, body, request)
        let key = try Self.key(request)
        return try await said(id) { try $0.handle(alarm: id, handling, key: key) }
    }

    /// `POST /v1/alarms/{id}/merge`: another alarm becomes a part of this one.
    func merge(_ request: APIRequest) async throws -> HTTPAnswer {
        try request.query.allow()
        let id = try Self.alarmID(request)
        let body = try JSONBody(
            request.body, type: request.headers[.contentType], keys: "alarm", "comment", "by", "unit")
        let part = AlarmID(try body.required("alarm", limit: 36).lowercased())
        let handling = try Self.handling(.merged, body, request)
        let key = try Self.key(request)
        return try await said(id) { try $0.merge(part, into: id, handling, key: key) }
    }

    /// `POST /v1/drills`.
    func drill(_ request: APIRequest) async throws -> HTTPAnswer {
        try request.query.allow()
        let body = try JSONBody(
            request.body, type: request.headers[.contentType], keys: "camera", "kind", "comment", "by")
        let camera = try body.required("camera", limit: 64)
        let name = try body.required("kind", limit: 64)
        guard let kind = AlarmKind(rawValue: name) else {
            let known = AlarmKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.malformed("`kind` is no kind of alarm", "give one of \(known)")
        }
        let by = try Self.author(body, request)
        let comment = try body.text("comment", limit: AlarmHandling.commentLimit)
        let drill = Drill(kind, by: by, comment: comment, start: .now())
        guard let events = surroundings.drill(drill, CameraID(camera)), let first = events.first else {
            throw Problem(
                status: 404, name: "unknown-camera", detail: "the site has no such camera",
                remedy: "give the `camera` of one in the site's configuration")
        }
        try await queue.run { try $0.append(events) }
        news()
        return HTTPAnswer(status: 201, json: #"{"alarmID":"\#(first.data.alarmID)"}"#)
    }

    /// Has `say` tell the queue something about the alarm `id`, and answers with all that is known of it then.
    private func said(
        _ id: AlarmID, _ say: @escaping @Sendable (Outbox) throws -> Outbox.Handled
    ) async throws -> HTTPAnswer {
        let (isNew, json) = try await queue.run { (try say($0).isNew, try $0.alarm(id).json()) }
        if isNew { news() }
        return HTTPAnswer(json: json)
    }

    private func news() {
        bell.ring()
        surroundings.onQueued()
    }

    private static func handling(
        _ state: HandlingState, _ body: JSONBody, _ request: APIRequest
    ) throws(Problem) -> AlarmHandling {
        AlarmHandling(
            state, by: try author(body, request),
            unit: try body.text("unit", limit: AlarmHandling.nameLimit), at: Timestamp(.now()),
            comment: try body.text("comment", limit: AlarmHandling.commentLimit))
    }

    /// Who says it. Programs say for whom they speak; people who have logged in speak for themselves.
    private static func author(_ body: JSONBody, _ request: APIRequest) throws(Problem) -> String {
        let named = try body.text("by", limit: AlarmHandling.nameLimit)
        guard let caller = request.caller else { return named ?? "" }
        return caller.isPerson ? caller.name : named ?? caller.name
    }

    /// Under which this request is known; what another token's holder calls by the same key is something else.
    private static func key(_ request: APIRequest) throws(Problem) -> String? {
        guard let key = request.field("Idempotency-Key") else { return nil }
        guard (1...255).contains(key.utf8.count) else {
            throw .malformed("the Idempotency-Key has not 1 to 255 bytes", "make it shorter, such as a UUID")
        }
        return "\(request.caller?.id ?? "") \(key)"
    }
}
