/// What is measured of each registered device.
public struct DeviceMeters: Sendable {
    private let metrics: Metrics

    /// Meters of the devices of a site, shown in `metrics`.
    public init(_ metrics: Metrics) { self.metrics = metrics }

    /// Shows whether `device` counts as online; nil while that is not known.
    public func setUp(_ isUp: Bool?, device: String) {
        set(.deviceUp, isUp.map { $0 ? 1 : 0 }, device)
    }

    /// Shows the share of the observed time, `online` of `observed` seconds, that `device` was online. Without observed
    /// time nothing is shown.
    public func setUptime(online: Int, observed: Int, device: String) {
        set(.deviceUptime, observed > 0 ? Double(online) / Double(observed) : nil, device)
    }

    /// Shows `device` no more: it is not registered any longer.
    public func forget(device: String) {
        set(.deviceUp, nil, device)
        set(.deviceUptime, nil, device)
    }

    private func set(_ metric: Metric, _ value: Double?, _ device: String) {
        let labels = ["device": device]
        guard let value else { return metrics.remove(metric, labels) }
        metrics.gauge(metric, labels).set(value)
    }
}
