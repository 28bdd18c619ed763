import Alarms
import VideoCore

/// Alarms as they are read.
extension AlarmAPI {
    /// Seconds that somebody may wait for an event.
    static let longestWait = 60
    /// Events of one answer at most.
    static let mostEvents = 1000

    /// `GET /v1/alarms`: events behind a place in the queue; waits for one where there is none yet.
    func events(_ request: APIRequest) async throws -> HTTPAnswer {
        try request.query.allow("after", "wait", "limit", "kind", "camera")
        var query = try Self.query(request, after: request.query["after"])
        query.limit = try request.query.number("limit", in: 1...Self.mostEvents) ?? query.limit
        let wait = try request.query.number("wait", in: 0...Self.longestWait) ?? 0
        request.connection.lasts(seconds: Double(wait))
        let listener = bell.listen()
        defer { bell.dismiss(listener) }
        var page = try await page(&query)
        guard page.events.isEmpty, wait > 0 else { return Self.answer(page) }
        let place = try waitingPlace(request)
        defer { withExtendedLifetime(place) {} }
        let standing = page.standing
        request.connection.whenGone { listener.leave() }
        let end = ContinuousClock.now + .seconds(wait)
        while page.events.isEmpty, !listener.isGone {
            let left = (end - .now) / .seconds(1)
            guard left > 0 else { break }
            _ = await listener.wait(atMost: left)
            guard gate.holds(request.caller) else { break }
            page = try await self.page(&query, isShared: true)
        }
        page.standing = standing
        return Self.answer(page)
    }

    /// `GET /v1/alarms/{id}`: all that is known of one alarm.
    func alarm(_ request: APIRequest) async throws -> HTTPAnswer {
        try request.query.allow()
        let id = try Self.alarmID(request)
        return HTTPAnswer(json: try await queue.run { try $0.alarm(id).json() })
    }

    /// The alarm that the path names.
    static func alarmID(_ request: APIRequest) throws(Problem) -> AlarmID {
        let text = request.values.first ?? ""
        guard text.utf8.count == 36, text.utf8.allSatisfy({ $0 < 0x80 }) else { throw Problem(unknownAlarm) }
        return AlarmID(text.lowercased())
    }

    private static let unknownAlarm = OutboxError(.unknownAlarm, path: "")

    /// What `request` asks for, behind the place `after`.
    static func query(_ request: APIRequest, after: String?) throws(Problem) -> EventQuery {
        var query = EventQuery()
        switch after {
        case nil, "0": break
        case "newest": query.start = .newest
        case let text?:
            guard let cursor = QueueCursor(text) else {
                throw .malformed(
                    "`after` is no place in the queue", "give `next` of an earlier answer, newest, or nothing")
            }
            query.start = .after(cursor)
        }
        query.kind = try kind(request.query)
        query.camera = request.query["camera"].map { CameraID($0) }
        return query
    }

    /// The kind of alarms that `query` asks for; nil: any.
    static func kind(_ query: RequestQuery) throws(Problem) -> AlarmKind? {
        guard let name = query["kind"] else { return nil }
        guard let kind = AlarmKind(rawValue: name) else {
            let known = AlarmKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw .malformed("`kind` is no kind of alarm", "give one of \(known)")
        }
        return kind
    }

    /// The next page with anything in it, or the one behind which there is nothing yet; `query` then begins behind it. One
    /// that `isShared` is read once for all who wait; what the bell has not told of yet may be missing.
    func page(_ query: inout EventQuery, isShared: Bool = false) async throws -> EventPage {
        var standing: EventPage.Standing?
        while true {
            let rings = isShared ? bell.rings : nil
            var page =
                if let rings {
                    try await queue.page(query, since: rings)
                } else {
                    try await queue.run { [query] in try $0.page(query) }
                }
            query.start = .after(page.next)
            standing = standing ?? page.standing
            page.standing = standing ?? .known
            if !page.events.isEmpty || !page.hasMore { return page }
        }
    }

    private static func answer(_ page: EventPage) -> HTTPAnswer {
        let events = page.events.map { String(decoding: $0.json, as: UTF8.self) }.joined(separator: ",")
        return HTTPAnswer(json: "{\"events\":[\(events)],\"next\":\"\(page.next)\"}", fields: page.standing.fields)
    }
}

extension EventPage.Standing {
    /// How an answer says it.
    var fields: [(name: String, value: String)] { self == .known ? [] : [("Tocsin-Cursor", rawValue)] }
}
