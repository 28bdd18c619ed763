/// What the console's page asks for: docs/console-api.md.
struct ConsoleAPI: Sendable {
    let alarms: AlarmAPI
    let parts: ConsoleParts
    /// Those who log in; nil where nobody may.
    let people: People?
    /// Live views; nobody may have all of them.
    let liveViews = Places(16)
    /// Whether others on the network cannot read along.
    let isEncrypted: Bool

    init(alarms: AlarmAPI, parts: ConsoleParts, isEncrypted: Bool) {
        self.alarms = alarms
        self.parts = parts
        self.isEncrypted = isEncrypted
        people = alarms.gate.sessions.map { People($0, audit: alarms.surroundings.audit) }
    }

    /// Has `note` kept for certain; throws 503 where it cannot be.
    func keep(_ note: AuditNote) async throws(Problem) {
        do { try await alarms.surroundings.audit(note) } catch { throw .notAudited }
    }

    /// The answer to a request for `route` that was let in.
    func answer(_ route: ConsoleRoute, _ request: APIRequest) async throws -> HTTPAnswer {
        switch route {
        case .firstUser, .logIn, .session, .logOut, .changePassword, .users, .addUser, .changeUser, .removeUser:
            try await account(route, request)
        case .audit: try await audit(request)
        case .alarms: try await history(request)
        case .cameras, .picture, .live, .timeline: try await camera(route, request)
        case .scoreboard: try await scoreboard(request)
        case .report: try await report(request)
        case .setupList, .setupEntry, .probe, .probeRecorder, .geometry, .test, .check, .apply, .history, .undo:
            try await setUp(route, request)
        }
    }
}
