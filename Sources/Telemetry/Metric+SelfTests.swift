/// What is measured of the nightly self-tests.
extension Metric {
    static let ofSelfTests = [selfTestPassed, selfTestSeen, selfTestPixels]

    /// The last result.
    public static let selfTestPassed = Metric(
        "tocsin_selftest_passed", .gauge, labels: ["camera"],
        help: "1 where the last self-test saw its ball from every height, 0 where not.")
    /// The last result of one floor.
    public static let selfTestSeen = Metric(
        "tocsin_selftest_seen", .gauge, labels: ["camera", "floor"],
        help: "1 where a 10 cm object from this floor would have been seen, 0 where not.")
    /// How large a small thing is.
    public static let selfTestPixels = Metric(
        "tocsin_selftest_object_pixels", .gauge, .pixels, labels: ["camera", "floor"],
        help: "Pixels across that a 10 cm object has at this floor.")
}
