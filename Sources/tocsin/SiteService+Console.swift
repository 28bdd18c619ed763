import Alarms
import Console
import Delivery
import Logging
import Pipeline
import SiteConfig
import Telemetry
import VideoStreams

/// What a site shows over HTTP.
extension SiteService {
    /// Has `metrics` show the process and its cameras; the other parts see to themselves.
    static func measure(_ supervisor: Supervisor, in metrics: Metrics) {
        metrics.measureProcess(version: Tocsin.version)
        CameraMeters.register(in: metrics) { supervisor.reports }
    }

    /// The console of the site; nil where it is switched off. `onListening` hears of its address.
    static func console(
        _ settings: SiteSettings, metrics: Metrics, health: SiteHealth, desk: AlarmDesk, supervisor: Supervisor,
        logger: Logger, onListening: @escaping @Sendable (String) -> Void
    ) -> HTTPServer? {
        guard settings.http.enabled else { return nil }
        let host = settings.http.listen
        let pages = HTTPPages(
            metrics: { metrics.prometheusText() }, troubles: { health.troubles },
            obstacles: {
                health.obstacles(
                    camerasNotStarted: supervisor.reports.count { $0.stream.phase == .idle },
                    waiting: desk.waitingCount, refusal: desk.refusal?.description)
            })
        return HTTPServer(HTTPSettings(host: host, port: settings.http.port), pages: pages, logger: logger) { port in
            let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)/metrics"
            logger.info("figures are served at \(address)")
            onListening(address)
        }
    }
}
