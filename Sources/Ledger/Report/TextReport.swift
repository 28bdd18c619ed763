/// A report for a terminal.
struct TextReport {
    private let report: Report
    private let wording: ReportWording
    private let language: ReportLanguage

    /// Days listed one by one, at most; a longer report has them in its other formats.
    private static let mostDays = 62
    /// The longest gaps listed.
    private static let gaps = 20
    /// Of one device.
    private static let gapsEach = 5

    init(_ report: Report, _ language: ReportLanguage) {
        self.report = report
        self.language = language
        wording = ReportWording(report, language)
    }

    var rendered: String {
        let head = [wording.title.onOneLine, wording.period, wording.unfinished].compactMap { $0 }
        let sections = [
            head, scoreboard, rates(strict: false), rates(strict: true), polls, days, gaps, unwatched, exemptions,
            flawedExemptions, definitions,
        ]
        return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private func say(_ chinese: String, _ english: String) -> String { wording.say(chinese, english) }

    private var scoreboard: [String] {
        var table = TextTable([
            say("指标", "indicator"), say("数值", "figure"), say("目标", "target"), say("结论", "verdict"),
            say("不计豁免", "without exemptions"),
        ])
        for score in report.scoreboard.scores {
            table.add([
                score.indicator.name[language], wording.figure(score.ratio, score.verdict),
                wording.target(score.indicator),
                score.verdict.words[language], wording.figure(score.strictRatio, score.strictVerdict),
            ])
        }
        let remedies = report.scoreboard.scores.compactMap { score in
            wording.remedy(score, atMost: 10).map { "  \(score.indicator.name[language]): \($0)".onOneLine }
        }
        return [say("方案指标", "The plan's indicators")] + table.rendered
            + (remedies.isEmpty ? [] : [say("达标所需：", "To pass:")] + remedies)
    }

    private func rates(strict isStrict: Bool) -> [String] {
        let shown = Rate.allCases.filter { !isStrict || $0 != .completeness }
        var table = TextTable(
            [report.grouping.words[language], say("设备", "devices")] + shown.map { $0.name[language] }
                + [say("未知时长", "unknown time")])
        table.rightAligned = [1]
        for (name, row) in report.rows.map({ (wording.groupName($0), $0) }) + [(wording.totalName, report.total)] {
            let figures = isStrict ? row.strictFigures : row.figures
            table.add(
                [name, "\(figures.devices)"] + shown.map { wording.figure($0, of: row, strict: isStrict) }
                    + [wording.moments.duration(figures.seconds - figures.knownSeconds)])
        }
        let title =
            isStrict
            ? say("各项比率，不计豁免", "Rates, as if nothing had been exempt") : say("各项比率，计入豁免", "Rates, with exemptions")
        return [title] + table.rendered
    }

    private var polls: [String] {
        let results = PollResult.allCases.filter(\.isObserved)
        var table = TextTable(
            [
                report.grouping.words[language], say("计划", "scheduled"), say("豁免", "exempt"), say("未轮询", "not polled"),
            ] + results.map { $0.words[language] })
        table.rightAligned = Set(1...(3 + results.count))
        for (name, row) in report.rows.map({ (wording.groupName($0), $0) }) + [(wording.totalName, report.total)] {
            let figures = row.figures
            let counts = [figures.scheduled, figures.exempt, figures.scheduled - figures.exempt - figures.polls.total]
            table.add([name] + (counts + results.map { figures.polls[$0] }).map { "\($0)" })
        }
        return [say("轮询结果", "What polls came to")] + table.rendered
    }

    private var days: [String] {
        guard (2...Self.mostDays).contains(report.days.count) else { return [] }
        let rates = [Rate.output, .onlineTime]
        var table = TextTable([say("日期", "day")] + rates.map { $0.name[language] })
        for day in report.days {
            let row = Report.Row(day)
            table.add(["\(day.date)"] + rates.map { wording.figure($0, of: row, strict: false) })
        }
        return [say("每日", "Day by day")] + table.rendered
    }

    private var gaps: [String] {
        let down = report.downTime
        guard down.count > 0 else { return [say("没有设备离线。", "No device was seen down.")] }
        var table = TextTable([
            say("设备", "device"), say("开始", "from"), say("结束", "until"), say("时长", "for"), say("原因", "cause"),
            say("建议", "advice"),
        ])
        for gap in report.worstGaps(Self.gaps, each: Self.gapsEach) {
            let cause = wording.cause(gap)
            table.add([
                wording.names.deviceAndID(gap.device), wording.moments.moment(gap.seconds.lowerBound),
                wording.moments.moment(gap.seconds.upperBound), wording.moments.duration(gap.seconds.count),
                cause.words, cause.advice,
            ])
        }
        let sum = wording.moments.duration(down.seconds)
        return [
            say(
                "离线 \(down.count) 次，共 \(sum)；最长的（每台最多 \(Self.gapsEach) 次）：",
                "Down \(down.count) times, \(sum) in all; the longest, \(Self.gapsEach) of a device at most:")
        ] + table.rendered
    }

    private var unwatched: [String] {
        guard !report.unwatched.isEmpty else { return [] }
        let sum = wording.moments.duration(report.unwatched.reduce(0) { $0 + $1.count })
        let longest = report.unwatched.sorted { $0.count > $1.count }.prefix(Self.gaps)
        return [
            say("本系统未运行（状态未知）共 \(sum)：", "Time in which Tocsin did not watch (unknown), \(sum) in all:")
        ]
            + longest.map { gap in
                let (from, until) = (
                    wording.moments.moment(gap.lowerBound), wording.moments.moment(gap.upperBound)
                )
                return "  \(from) … \(until)  \(wording.moments.duration(gap.count))"
            }
    }

    private var exemptions: [String] {
        guard !report.exemptions.isEmpty else { return [] }
        return [say("计入的豁免：", "Exemptions:")]
            + report.exemptions.map { exemption in
                let seconds = exemption.seconds
                let (from, until) = (
                    wording.moments.moment(seconds.lowerBound), wording.moments.moment(seconds.upperBound)
                )
                return "  \(from) … \(until)  \(exemption.reason) (\(wording.names.scope(exemption)))".onOneLine
            }
    }

    private var flawedExemptions: [String] {
        guard !report.flawedExemptions.isEmpty else { return [] }
        return [say("不予计入的豁免：", "Exemptions that do not count:")]
            + report.flawedExemptions.map { exemption, flaw in
                "  \(exemption.reason) (\(exemption.devices.joined(separator: ", "))): \(flaw.words[language])"
                    .onOneLine
            }
    }

    private var definitions: [String] {
        [say("定义", "Definitions")]
            + wording.definitions.map { "  \($0.name) = \($0.formula) [\($0.basis)]" } + wording.rules.map { "  " + $0 }
    }
}

extension Report.Row {
    /// A day as a row, for what is said of it alike.
    init(_ day: Report.Day) {
        self.init(name: nil, [])
        (figures, strictFigures) = (day.figures, day.figures)
    }
}
