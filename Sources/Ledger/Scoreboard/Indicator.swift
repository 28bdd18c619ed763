/// One indicator of the district's plan (《全域智慧社区建设工作实施方案》), with its target.
public enum Indicator: String, CaseIterable, Hashable, Sendable {
    /// 关键位置覆盖率.
    case coverage
    /// 联网率.
    case networked
    /// 完好率.
    case intact
    /// 公共视频资源出图率.
    case outputRate = "output-rate"
    /// 高空抛物: buildings of 19 floors and more.
    case tallBuildings = "tall-buildings"
    /// 高空抛物: buildings of 7 floors and more.
    case buildings
    /// 高空抛物: every window and opening from floor 3 up.
    case openings
    /// 电动车进电梯: compounds.
    case elevators
    /// 火情: compounds.
    case fire

    /// What has to be reached, in percent.
    public var target: Int {
        switch self {
        case .coverage, .networked, .intact: 90
        case .outputRate: 80
        case .tallBuildings, .buildings, .openings, .fire: 100
        case .elevators: 50
        }
    }

    /// By the end of which year.
    public var year: Int {
        switch self {
        case .buildings, .openings: 2025
        default: 2023
        }
    }

}

/// How an indicator stands.
public enum Verdict: String, CaseIterable, Hashable, Sendable {
    /// The target is reached.
    case met
    /// It is not.
    case missed
    /// 样本不足: too little was observed to say.
    case insufficientData = "insufficient-data"
    /// There is nothing that it could be measured on.
    case notApplicable = "not-applicable"
}

/// One line of the scoreboard.
public struct Score: Hashable, Sendable {
    /// Which indicator.
    public var indicator: Indicator
    /// Numerator and denominator.
    public var ratio: Ratio
    /// The same as if nothing had been exempt.
    public var strictRatio: Ratio
    /// How it stands.
    public var verdict: Verdict
    /// How it would stand if nothing had been exempt.
    public var strictVerdict: Verdict
    /// What does not count yet: devices, buildings, key positions or compounds, by id, those that weigh most first.
    public var failing: [String]

    /// How many of ``failing`` would have to change to pass, at least: so many counts are missing.
    public var missing: Int {
        guard verdict == .missed else { return 0 }
        return (indicator.target * ratio.denominator + 99) / 100 - ratio.numerator
    }
}
