import Alarms
import VideoCore

/// Alarms as people look at them, newest first.
extension ConsoleAPI {
    /// Alarms of one answer at most.
    static let mostAlarms = 200

    /// `GET /console/api/alarms`.
    func history(_ request: APIRequest) async throws -> HTTPAnswer {
        let query = try Self.historyQuery(request.query)
        let page = try await alarms.queue.run { try $0.history(query) }
        return try HTTPAnswer(encoding: HistoryAnswer(page))
    }

    /// What `asked` asks for.
    static func historyQuery(_ asked: RequestQuery) throws(Problem) -> HistoryQuery {
        try asked.allow(
            "before", "limit", "kind", "camera", "building", "state", "open", "from", "to", "drills")
        var query = HistoryQuery()
        query.limit = try asked.number("limit", in: 1...mostAlarms) ?? query.limit
        query.kind = try AlarmAPI.kind(asked)
        query.camera = asked["camera"].map { CameraID($0) }
        query.building = asked["building"]
        query.state = try asked.choice("state", of: HandlingState.shown)
        query.openOnly = try asked.flag("open") ?? false
        query.includesDrills = try asked.flag("drills") ?? true
        query.from = try moment("from", asked)
        query.to = try moment("to", asked)
        if let text = asked["before"] {
            query.before = HistoryPlace(text)
            guard query.before != nil else {
                throw .malformed(
                    "`before` is no place among the alarms", "give `next` of an earlier answer, or nothing")
            }
        }
        return query
    }

    private static func moment(_ name: String, _ asked: RequestQuery) throws(Problem) -> Timestamp? {
        guard let text = asked[name] else { return nil }
        guard text.utf8.count <= 40, let moment = Timestamp(rfc3339: text) else {
            throw .malformed("`\(name)` is no time", "write it as 2026-01-31T03:00:00.000Z, or leave it out")
        }
        return moment
    }
}

extension HandlingState {
    /// By raw value, those that a list may be asked for: what became a part of another alarm is shown nowhere.
    fileprivate static var shown: [String: HandlingState] {
        Dictionary(uniqueKeysWithValues: allCases.filter { $0 != .merged }.map { ($0.rawValue, $0) })
    }
}
