internal import Vision

/// Learns a view: the mean of the edges of several looks that agree with each other.
struct ViewPupil {
    /// Agreement of a look with the mean so far: rain and people leave far more, another view far less.
    private static let leastAgreement = 0.5

    private var mean: EdgeMap?
    private var precise: [Float] = []
    /// Looks in a row that agreed.
    private(set) var looks = 0

    /// Takes the edges of the next look, and gives the view once it is known.
    mutating func learn(_ edges: EdgeMap) -> EdgeMap? {
        guard mean != nil, mean!.agreement(with: edges) >= Self.leastAgreement else {
            mean = edges
            precise = edges.vectors.map(Float.init)
            looks = 1
            return nil
        }
        looks += 1
        mean!.follow(edges, share: 1 / Double(looks), precisely: &precise)
        return looks >= ViewMonitor.looksToLearn ? mean : nil
    }
}
