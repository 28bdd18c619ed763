/// A longitude and a latitude that may stand in the ledger.
struct GroundPlace {
    let longitude: Double?
    let latitude: Double?

    /// Mainland China and its sea, in degrees east and north.
    private static let (east, north) = (73.0...135.0, 18.0...54.0)

    /// Reads both; nothing where they are swapped or lie nowhere on earth.
    init?(_ longitude: Field?, _ latitude: Field?) {
        let (x, y) = (longitude?.degrees(), latitude?.degrees())
        if let x, let y, Self.north.contains(x), Self.east.contains(y) {
            longitude?.warn(
                "longitude and latitude are swapped; both are left out",
                remedy: "swap them: China lies at 73…135 degrees east (longitude) and 18…54 north (latitude)")
            return nil
        }
        if let y, abs(y) > 90 {
            latitude?.report("no latitude is beyond 90", remedy: "write degrees north, 18…54 in China")
            return nil
        }
        if let x, let y, !Self.east.contains(x) || !Self.north.contains(y) {
            longitude?.warn(
                "the place lies outside China", remedy: "China lies at 73…135 degrees east and 18…54 north: check both")
        }
        (self.longitude, self.latitude) = (x, y)
    }
}
