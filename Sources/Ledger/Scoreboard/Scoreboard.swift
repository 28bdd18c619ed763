/// The indicators of the plan, computed from a site's registry and books.
///
/// Definitions and formulas: `domain.md`; where no public rule was found they are the project's own.
public struct Scoreboard: Hashable, Sendable {
    /// One for each indicator, in order.
    public let scores: [Score]

    /// Computes every indicator.
    public init(_ assessment: Assessment) {
        let (site, strict) = (ScoredSite(assessment, strict: false), ScoredSite(assessment, strict: true))
        scores = Indicator.allCases.map { indicator in
            var score = site.score(indicator)
            let other = strict.score(indicator)
            (score.strictRatio, score.strictVerdict) = (other.ratio, other.verdict)
            return score
        }
    }

    /// The score of `indicator`.
    public subscript(indicator: Indicator) -> Score? { scores.first { $0.indicator == indicator } }
}

/// 台账完整率 of `devices`: those whose code, name, district code, longitude and latitude are all there.
public func ledgerCompleteness(_ devices: [Device]) -> Ratio {
    let complete = devices.count {
        $0.code != nil && $0.name != nil && $0.districtCode != nil && $0.longitude != nil && $0.latitude != nil
    }
    return Ratio(complete, of: devices.count)
}
