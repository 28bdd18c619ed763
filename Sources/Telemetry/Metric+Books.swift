/// What is measured of registered devices, for the books.
extension Metric {
    static let ofBooks = [
        pollResults, pollsDue, deviceUp, deviceUptime, rateNumerator, rateDenominator, rateRatio, indicatorMet,
    ]

    /// Poll results.
    public static let pollResults = Metric(
        "tocsin_poll_results_total", .counter, labels: ["result"],
        help: "Picture polls by result: ok, noConnect, unauthorized, busy, noImage, black, slate, frozen, exempt, "
            + "notPolled.")
    /// Polls waiting for their turn.
    public static let pollsDue = Metric(
        "tocsin_polls_due", .gauge, help: "Picture polls of this half hour that are due and have not been made.")
    /// Whether a device can be reached.
    public static let deviceUp = Metric(
        "tocsin_device_up", .gauge, labels: ["device"],
        help: "1 while the device counts as online, 0 while offline; absent while unknown.")
    /// Share of time online.
    public static let deviceUptime = Metric(
        "tocsin_device_uptime_ratio", .gauge, .ratio, labels: ["device"],
        help: "Share of the observed time that the device was online; time not observed is in neither part.")
    /// What counts.
    public static let rateNumerator = Metric(
        "tocsin_rate_numerator", .gauge, labels: ["rate"],
        help: "What counts for a rate: ok polls, covered buildings; of online_time the devices' shares in millionths.")
    /// What it is counted against.
    public static let rateDenominator = Metric(
        "tocsin_rate_denominator", .gauge, labels: ["rate"],
        help: "What a rate is counted against: required polls, seconds, buildings.")
    /// The quotient.
    public static let rateRatio = Metric(
        "tocsin_rate_ratio", .gauge, .ratio, labels: ["rate"],
        help: "The rate itself; absent where there is too little to tell (under 80 % of scheduled polls made).")
    /// The verdict on one indicator of the plan.
    public static let indicatorMet = Metric(
        "tocsin_indicator_met", .gauge, labels: ["indicator"],
        help: "1 where the indicator of the district's plan is met, 0 where not; absent where there is too little to "
            + "tell.")
}
