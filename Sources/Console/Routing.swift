/// Things that can be asked for by method and path.
protocol Routing: CaseIterable, Sendable {
    /// The method; what is read with GET answers HEAD too.
    var method: String { get }
    /// The path; what stands in braces is any one segment.
    var path: String { get }
    /// What whoever asks must be allowed; nil: anybody may ask.
    var right: Right? { get }
    /// Whether only people who have logged in may ask, and a token opens nothing.
    static var isForPeople: Bool { get }
    /// Bytes of a body at most.
    var bodyLimit: Int { get }
}

extension Routing {
    static var isForPeople: Bool { false }

    var bodyLimit: Int { APIRequest.bodyLimit }

    /// The route of a request, with what stands for the braces in its path. Throws 404, or 405 with what may be done there.
    static func find(_ method: String, _ path: String) throws(Problem) -> (route: Self, values: [String]) {
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
