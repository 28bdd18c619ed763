/// What is measured of those who ask over HTTP.
extension Metric {
    static let ofHTTP = [httpRefused, httpWaiting]

    /// Those who were not let in.
    public static let httpRefused = Metric(
        "tocsin_http_refused_total", .counter, labels: ["reason"],
        help: "Requests not let in: missing (no token), unknown (a wrong one), forbidden (its role), limited.")
    /// Those who wait.
    public static let httpWaiting = Metric(
        "tocsin_http_waiting", .gauge, help: "Clients that wait for alarms now, streams among them; 160 at most.")
}
