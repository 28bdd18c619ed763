import Foundation

/// What text and pages say alike: titles, figures in words, sentences.
struct ReportWording {
    let report: Report
    let language: ReportLanguage
    let names: ReportNames
    let moments: Moments

    init(_ report: Report, _ language: ReportLanguage) {
        self.report = report
        self.language = language
        names = ReportNames(report.registry, language)
        moments = Moments(zone: report.period.zone, language: language)
    }

    func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }

    var title: String { say("视频健康报告：", "Health of the cameras: ") + report.site }

    /// The days, where they count, and when the report was made.
    var period: String {
        let days =
            report.period.from == report.period.through
            ? "\(report.period.from)" : "\(report.period.from) … \(report.period.through)"
        let zone = report.period.zone.identifier
        let made = moments.moment(report.made)
        return say("\(days)（\(zone)），生成于 \(made)", "\(days) (\(zone)), made \(made)")
    }

    /// Said where the period was not over yet.
    var unfinished: String? {
        guard report.end < report.period.seconds.upperBound else { return nil }
        let end = moments.moment(report.end)
        return say("统计期尚未结束，数据截至 \(end)。", "The period is not over: figures are those up to \(end).")
    }

    /// The percentage of `rate` with its counts, or why there is none.
    func figure(_ rate: Rate, of row: Report.Row, strict isStrict: Bool) -> String {
        let ratio = rate.ratio(of: row, strict: isStrict)
        let figures = isStrict ? row.strictFigures : row.figures
        guard rate.isKnown(in: row, strict: isStrict) else {
            if row.figures.devices == 0 || figures.seconds == 0 { return "–" }
            if rate == .onlineCount, figures.devicesNow == 0 { return "–" }
            return "\(Verdict.insufficientData.words[language]) (\(coverage(rate, figures)))"
        }
        guard rate == .onlineTime else { return ratio.description }
        return "\(percent(ratio)) (\(say("\(figures.onlineDevices) 台平均", "mean of \(figures.onlineDevices)")))"
    }

    /// How much was observed of what `rate` needs.
    private func coverage(_ rate: Rate, _ figures: Figures) -> String {
        switch rate {
        case .onlineTime:
            "\(moments.duration(figures.knownSeconds)) / \(moments.duration(figures.seconds))"
        case .onlineCount: "\(figures.knownNow)/\(figures.devicesNow)"
        default:
            say(
                "轮询 \(figures.pollCoverage.numerator)/\(figures.pollCoverage.denominator)",
                "\(figures.pollCoverage.numerator)/\(figures.pollCoverage.denominator) polls")
        }
    }

    /// In percent with two digits, rounded down, as in ``Ratio/description``.
    func percent(_ ratio: Ratio) -> String {
        guard let points = ratio.basisPoints else { return "–" }
        return "\(points / 100).\(points % 100 < 10 ? "0" : "")\(points % 100) %"
    }

    /// A score's figure; counts alone where too little is known.
    func figure(_ ratio: Ratio, _ verdict: Verdict) -> String {
        switch verdict {
        case .insufficientData: Verdict.insufficientData.words[language]
        case .notApplicable: "–"
        case .met, .missed: ratio.description
        }
    }

    func target(_ indicator: Indicator) -> String {
        say("≥ \(indicator.target) %（\(indicator.year) 年底）", "≥ \(indicator.target) % (end of \(indicator.year))")
    }

    func groupName(_ row: Report.Row) -> String {
        names.group(row.name, by: report.grouping) ?? say("（未填写）", "(not filled in)")
    }

    var totalName: String { say("合计", "all") }

    /// What would have to change for `score` to pass; nil where it passes or nothing can be said.
    func remedy(_ score: Score, atMost limit: Int) -> String? {
        guard score.verdict == .missed, !score.failing.isEmpty else { return nil }
        var list = score.failing.prefix(limit).map { names.failing($0, score.indicator) }
            .joined(separator: say("、", ", "))
        if score.failing.count > limit {
            list += say(" 等 \(score.failing.count) 个", " … \(score.failing.count) in all")
        }
        return say(
            "还差 \(score.missing) \(unit(score.indicator))：", "\(score.missing) more \(unit(score.indicator)) of: ")
            + list
    }

    private func unit(_ indicator: Indicator) -> String {
        switch indicator {
        case .coverage: say("个关键位置", "key positions")
        case .networked, .intact: say("路", "channels")
        case .outputRate: say("次成功轮询", "good polls")
        case .tallBuildings, .buildings: say("栋", "buildings")
        case .openings: say("个开口", "openings")
        case .elevators, .fire: say("个小区", "compounds")
        }
    }

    /// Cause of `gap`, with advice.
    func cause(_ gap: Gap) -> (words: String, advice: String) {
        let cause = CauseWords(gap.cause, language)
        guard gap.exemptSeconds > 0 else { return (cause.words, cause.advice) }
        let exempt = moments.duration(gap.exemptSeconds)
        return (cause.words + say("（其中豁免 \(exempt)）", " (exempt for \(exempt) of it)"), cause.advice)
    }

    /// Every definition with where it comes from.
    var definitions: [(name: String, formula: String, basis: String)] {
        let own = Basis.own.words[language]
        let published = Basis.published.words[language]
        let rates = Rate.allCases.map { rate in
            (rate.name[language], rate.formula[language], "\(rate.basis.rawValue): \(rate.basis.words[language])")
        }
        let indicators = Indicator.allCases.map { indicator in
            (
                indicator.name[language], indicator.formula[language],
                say("目标 S：\(published)；算法 O：\(own)", "target S: \(published); formula O: \(own)")
            )
        }
        return rates + indicators
    }

    /// The rules that hold for all figures.
    var rules: [String] {
        [
            say(
                "百分比一律向下取整，不四舍五入；是否达标按整数比较。",
                "Percentages are rounded down, never up; whether a target is reached is decided on whole numbers."),
            say(
                "实际轮询不足应轮询的 80 % 时只写“样本不足”，不给数字（O：本项目自定）。",
                "Where under 80 % of the scheduled polls took place there is no number but “insufficient data” (O: this "
                    + "project's own choice)."),
            say(
                "豁免须经批准，注明原因、批准人、起止时间，开始后 24 小时内登记，最长 7 天（O：本项目自定）。",
                "An exemption is approved, has reason, approver, start and end, is entered within 24 h of its start and "
                    + "lasts 7 days at most (O: this project's own choice)."),
            say(
                "本系统未运行的时间为未知，既不算在线也不算离线。",
                "Time in which Tocsin did not watch is unknown: neither up nor down."),
        ]
    }
}
