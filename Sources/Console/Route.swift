import Alarms

/// What can be asked for, where, by whom. `OpenAPIDocument` says the same for people; a test compares them.
enum Route: CaseIterable {
    case metrics, health, readiness, description
    case events, stream, alarm
    case acknowledge, confirm, markFalse, close, merge, drill
    case evidence

    /// The method; what is read with GET answers HEAD too.
    var method: String {
        switch self {
        case .acknowledge, .confirm, .markFalse, .close, .merge, .drill: "POST"
        default: "GET"
        }
    }

    /// The path; what stands in braces is any one segment.
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

    /// What the holder of a token must at least be allowed; nil: no token is asked for.
    var role: AccessToken.Role? {
        switch self {
        case .health: nil
        case .metrics, .readiness: .metrics
        case .description, .events, .stream, .alarm: .read
        case .acknowledge, .confirm, .markFalse, .close, .merge, .drill, .evidence: .operate
        }
    }

    /// The route of a request, with what stands for the braces in its path. Throws 404, or 405 with what may be done there.
    static func find(_ method: String, _ path: String) throws(Problem) -> (route: Route, values: [String]) {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        // Those with fewer braces first: /v1/alarms/stream is no alarm.
        let here = allCases.compactMap { route in route.match(segments).map { (route: route, values: $0) } }
            .sorted { $0.values.count < $1.values.count }
        guard let first = here.first else { throw .unknownPath }
        let best = here.filter { $0.values.count == first.values.count }
        let wanted = method == "HEAD" ? "GET" : method
        if let found = best.first(where: { $0.route.method == wanted }) { return found }
        let methods = best.flatMap { $0.route.method == "GET" ? ["GET", "HEAD"] : [$0.route.method] }
        throw Problem(
            status: 405, name: "wrong-method", detail: "\(method) cannot be done here",
            remedy: "use \(methods.joined(separator: ", "))", allowed: methods)
    }

    private func match(_ segments: [Substring]) -> [String]? {
        let own = path.split(separator: "/", omittingEmptySubsequences: false)
        guard own.count == segments.count else { return nil }
        var values: [String] = []
        for (part, segment) in zip(own, segments) {
            if part.hasPrefix("{") {
                guard !segment.isEmpty else { return nil }
                values.append(String(segment))
            } else if part != segment {
                return nil
            }
        }
        return values
    }
}
