public import Accounts
public import Alarms
public import Telemetry
public import VideoCore

/// The interface for security centres: alarms as they come, what people say about them, drills, evidence.
///
/// What waits for a disk does so on threads of its own.
public struct AlarmAPI: Sendable {
    /// Clients that wait for something new at the same time, streams among them: 50 consoles beside some centres.
    static let waitingLimit = 160
    /// Of these, those with the same token.
    static let waitingLimitOfToken = 64
    /// Of these, those with the same session: pages that somebody has open.
    static let waitingLimitOfSession = 8
    /// Files of evidence handed out at the same time.
    static let downloadLimit = 32
    /// Of these, those with the same token or session; a browser asks for six things at the same time at most.
    static let downloadLimitOfOne = 8

    /// What the rest of the program does for it.
    public struct Surroundings: Sendable {
        /// Folder of evidence; nil where none is shown.
        public var evidence: String?
        /// The events of a drill at a camera; nil where there is no such camera.
        public var drill: @Sendable (Drill, CameraID) -> [AlarmEvent]? = { _, _ in nil }
        /// Something new is in the queue. Must not wait.
        public var onQueued: @Sendable () -> Void = {}
        /// Keeps a note of who is shown evidence, and of who comes in.
        public var audit: Auditing = { _ in }
        /// People who may log in; nil where nobody may.
        public var accounts: AccountStore?

        /// Nothing is done.
        public init() {}
    }

    let queue: QueueThread
    let bell: QueueBell
    let surroundings: Surroundings
    let gate: Gate
    let evidence: EvidenceReader?
    let waiting: Places
    let downloads = Places(downloadLimit)

    /// The interface to `queue`, which should be opened for it alone: then nobody who asks holds up an alarm. `bell` is
    /// to be rung when something new is in it.
    public init(queue: Outbox, bell: QueueBell, metrics: Metrics, surroundings: Surroundings = Surroundings()) {
        self.queue = QueueThread(queue)
        self.bell = bell
        self.surroundings = surroundings
        gate = Gate(
            self.queue, sessions: surroundings.accounts.map { SessionGate($0, bell: bell) }, metrics: metrics)
        evidence = surroundings.evidence.map { EvidenceReader(folder: $0) }
        waiting = Places(Self.waitingLimit, gauge: metrics.gauge(.httpWaiting))
    }

    /// A place among those who wait, for whoever has made `request`.
    func waitingPlace(_ request: APIRequest) throws(Problem) -> Places.Place {
        let isPerson = request.caller?.isPerson == true
        return try waiting.take(
            for: request.caller?.id ?? "", most: isPerson ? Self.waitingLimitOfSession : Self.waitingLimitOfToken)
    }

    /// The answer to a request for `route` that was let in.
    func answer(_ route: Route, _ request: APIRequest) async throws -> HTTPAnswer {
        switch route {
        case .events: return try await events(request)
        case .stream: return try await stream(request)
        case .alarm: return try await alarm(request)
        case .acknowledge: return try await handle(.acknowledged, request)
        case .confirm: return try await handle(.confirmed, request)
        case .markFalse: return try await handle(.falseAlarm, request)
        case .close: return try await handle(.closed, request)
        case .merge: return try await merge(request)
        case .drill: return try await drill(request)
        case .evidence: return try await evidence(request)
        case .description:
            try request.query.allow()
            return HTTPAnswer(json: OpenAPIDocument.text)
        case .metrics, .health, .readiness: throw Problem.unknownPath
        }
    }

    /// Once a second: knows of tokens that were made or revoked, and of what others have put into the queue.
    func keepCurrent() async {
        var newest: Int64?
        for second in 0... {
            // Whoever waits with a token that was revoked must notice.
            if (try? await gate.refresh()) == true { bell.ring() }
            try? await gate.sessions?.refresh()
            if let found = try? await queue.run({ try $0.newestSequence() }), found != newest {
                newest = found
                bell.ring()
            }
            if second % 60 == 59 { try? await gate.noteUse() }
            do { try await Task.sleep(for: .seconds(1)) } catch { return }
        }
    }
}
