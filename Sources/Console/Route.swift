import Alarms

/// What can be asked for, where, by whom. `OpenAPIDocument` says the same for people; a test compares them.
enum Route: CaseIterable, Routing {
    case metrics, health, readiness, description
    case events, stream, alarm
    case acknowledge, confirm, markFalse, close, merge, drill
    case evidence

    var method: String {
        switch self {
        case .acknowledge, .confirm, .markFalse, .close, .merge, .drill: "POST"
        default: "GET"
        }
    }

    var path: String {
        switch self {
        case .metrics: "/metrics"
        case .health: "/healthz"
        case .readiness: "/readyz"
        case .description: "/v1/openapi.json"
        case .events: "/v1/alarms"
        case .stream: "/v1/alarms/stream"
        case .alarm: "/v1/alarms/{id}"
        case .acknowledge: "/v1/alarms/{id}/ack"
        case .confirm: "/v1/alarms/{id}/confirm"
        case .markFalse: "/v1/alarms/{id}/false"
        case .close: "/v1/alarms/{id}/close"
        case .merge: "/v1/alarms/{id}/merge"
        case .drill: "/v1/drills"
        case .evidence: "/v1/evidence/{day}/{file}"
        }
    }

    var right: Right? {
        switch self {
        case .health: nil
        case .metrics, .readiness: .metrics
        case .description, .events, .stream, .alarm: .read
        case .acknowledge, .confirm, .markFalse, .close, .merge, .drill: .handle
        case .evidence: .evidence
        }
    }

    /// What the holder of a token must at least be allowed; nil: no token is asked for.
    var role: AccessToken.Role? { right.flatMap { AccessToken.Role(having: $0) } }
}
