/// The pages that programs look at. The closures are called for each request, on a thread that others share: none may
/// wait for a disk or a network.
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

    var metricsAnswer: HTTPAnswer {
        HTTPAnswer(status: 200, text: metrics(), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    var health: HTTPAnswer { Self.verdict(troubles(), well: "well") }

    var readiness: HTTPAnswer { Self.verdict(obstacles(), well: "ready") }

    private static func verdict(_ reasons: [String], well: String) -> HTTPAnswer {
        reasons.isEmpty
            ? HTTPAnswer(status: 200, text: well + "\n")
            : HTTPAnswer(status: 503, text: reasons.map { $0 + "\n" }.joined())
    }
}
