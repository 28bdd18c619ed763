/// What the console shows. The closures are called for each request, on a thread that others share: none may wait for a
/// disk or a network.
public struct HTTPPages: Sendable {
    /// The text of `/metrics`.
    public var metrics: @Sendable () -> String
    /// What keeps the process from doing its work, in words; none while it is well. For `/healthz`.
    public var troubles: @Sendable () -> [String]
    /// Why the service does not do all its work yet, or at the moment, in words. For `/readyz`.
    public var obstacles: @Sendable () -> [String]

    /// These pages.
    public init(
        metrics: @escaping @Sendable () -> String, troubles: @escaping @Sendable () -> [String],
        obstacles: @escaping @Sendable () -> [String]
    ) {
        self.metrics = metrics
        self.troubles = troubles
        self.obstacles = obstacles
    }

    /// The answer to a request for `path` with `method`. `hasBody`: the request brings something along.
    func answer(method: String, path: String, hasBody: Bool) -> HTTPAnswer {
        guard let page = page(path) else {
            return HTTPAnswer(status: 404, text: "not here: see /metrics, /healthz, /readyz\n")
        }
        guard method == "GET" || method == "HEAD" else {
            return HTTPAnswer(status: 405, text: "this page is only read: use GET\n", fields: [("Allow", "GET, HEAD")])
        }
        guard !hasBody else { return HTTPAnswer(status: 413, text: "send no body along\n") }
        return page()
    }

    private func page(_ path: String) -> (() -> HTTPAnswer)? {
        switch path {
        case "/metrics":
            { HTTPAnswer(status: 200, text: metrics(), type: "text/plain; version=0.0.4; charset=utf-8") }
        case "/healthz": { Self.verdict(troubles(), well: "well") }
        case "/readyz": { Self.verdict(obstacles(), well: "ready") }
        default: nil
        }
    }

    private static func verdict(_ reasons: [String], well: String) -> HTTPAnswer {
        reasons.isEmpty
            ? HTTPAnswer(status: 200, text: well + "\n")
            : HTTPAnswer(status: 503, text: reasons.map { $0 + "\n" }.joined())
    }
}
