/// The tables of a page.
extension HTMLReport {
    func scoreboard(_ page: inout Markup) {
        page.add("h2", text: say("方案指标", "The plan's indicators"))
        let header = [
            say("指标", "indicator"), say("数值", "figure"), say("目标", "target"), say("结论", "verdict"),
            say("不计豁免", "without exemptions"), say("达标所需", "to pass"),
        ]
        table(&page, header) { body in
            for score in report.scoreboard.scores {
                body.add("tr") { row in
                    row.add("td", ["title": score.indicator.formula[language]], text: score.indicator.name[language])
                    row.add("td", text: wording.figure(score.ratio, score.verdict))
                    row.add("td", text: wording.target(score.indicator))
                    row.add("td", ["class": score.verdict.rawValue], text: score.verdict.words[language])
                    row.add("td", text: wording.figure(score.strictRatio, score.strictVerdict))
                    row.add("td", text: wording.remedy(score, atMost: 20) ?? "")
                }
            }
        }
    }

    private var namedRows: [(name: String, row: Report.Row, style: String)] {
        report.rows.map { (wording.groupName($0), $0, "") } + [(wording.totalName, report.total, "all")]
    }

    func rates(_ page: inout Markup, strict isStrict: Bool) {
        let shown = Rate.allCases.filter { !isStrict || $0 != .completeness }
        page.add(
            "h2",
            text: isStrict
                ? say("各项比率，不计豁免", "Rates, as if nothing had been exempt") : say("各项比率，计入豁免", "Rates, with exemptions"))
        let header =
            [report.grouping.words[language], say("设备", "devices")] + shown.map { $0.name[language] }
            + [say("未知时长", "unknown time")]
        table(&page, header) { body in
            for (name, row, style) in namedRows {
                let figures = isStrict ? row.strictFigures : row.figures
                body.add("tr", ["class": style]) { line in
                    line.add("td", text: name)
                    line.add("td", ["class": "n"], text: "\(figures.devices)")
                    for rate in shown {
                        let isKnown = rate.isKnown(in: row, strict: isStrict)
                        line.add(
                            "td", ["class": isKnown ? "" : "insufficient-data"],
                            text: wording.figure(rate, of: row, strict: isStrict))
                    }
                    line.add("td", text: wording.moments.duration(figures.seconds - figures.knownSeconds))
                }
            }
        }
        page.add("p", ["class": "soft"], text: formulas(shown))
    }

    /// The definitions of the rates, beside their figures.
    private func formulas(_ rates: [Rate]) -> String {
        rates.map { "\($0.name[language]) = \($0.formula[language]) [\($0.basis.rawValue)]" }
            .joined(separator: say("。", ". "))
    }

    func polls(_ page: inout Markup) {
        page.add("h2", text: say("轮询结果", "What polls came to"))
        let results = PollResult.allCases.filter(\.isObserved)
        let header =
            [report.grouping.words[language], say("计划", "scheduled"), say("豁免", "exempt"), say("未轮询", "not polled")]
            + results.map { $0.words[language] }
        table(&page, header) { body in
            for (name, row, style) in namedRows {
                let figures = row.figures
                let missed = figures.scheduled - figures.exempt - figures.polls.total
                body.add("tr", ["class": style]) { line in
                    line.add("td", text: name)
                    for count in [figures.scheduled, figures.exempt, missed] + results.map({ figures.polls[$0] }) {
                        line.add("td", ["class": "n"], text: "\(count)")
                    }
                }
            }
        }
    }

    func gaps(_ page: inout Markup) {
        let down = report.downTime
        page.add("h2", text: say("离线", "Down"))
        guard down.count > 0 else {
            page.add("p", text: say("没有设备离线。", "No device was seen down."))
            return
        }
        let sum = wording.moments.duration(down.seconds)
        let limits = (all: Self.gaps, each: Self.gapsEach)
        page.add(
            "p",
            text: say(
                "共 \(down.count) 次，合计 \(sum)；列出最长的 \(limits.all) 次以内，每台最多 \(limits.each) 次。",
                "\(down.count) times, \(sum) in all; the longest are listed, \(limits.all) at most, \(limits.each) of a device."
            ))
        let header = [
            say("设备", "device"), say("开始", "from"), say("结束", "until"), say("时长", "for"), say("原因", "cause"),
            say("建议", "advice"),
        ]
        table(&page, header) { body in
            for gap in report.worstGaps(limits.all, each: limits.each) {
                let cause = wording.cause(gap)
                body.add("tr") { row in
                    row.add("td", text: wording.names.deviceAndID(gap.device))
                    row.add("td", text: wording.moments.moment(gap.seconds.lowerBound))
                    row.add("td", text: wording.moments.moment(gap.seconds.upperBound))
                    row.add("td", text: wording.moments.duration(gap.seconds.count))
                    row.add("td", text: cause.words)
                    row.add("td", text: cause.advice)
                }
            }
        }
    }

    func unwatched(_ page: inout Markup) {
        guard !report.unwatched.isEmpty else { return }
        page.add("h2", text: say("未知：本系统未运行", "Unknown: Tocsin did not watch"))
        let sum = wording.moments.duration(report.unwatched.reduce(0) { $0 + $1.count })
        page.add("p", text: say("共 \(sum)，既不算在线也不算离线。", "\(sum) in all, counted neither as up nor as down."))
        note(report.unwatched.count, of: Self.gaps, &page)
        table(&page, [say("开始", "from"), say("结束", "until"), say("时长", "for")]) { body in
            for gap in report.unwatched.sorted(by: { $0.count > $1.count }).prefix(Self.gaps) {
                body.add("tr") { row in
                    row.add("td", text: wording.moments.moment(gap.lowerBound))
                    row.add("td", text: wording.moments.moment(gap.upperBound))
                    row.add("td", text: wording.moments.duration(gap.count))
                }
            }
        }
    }

    func exemptions(_ page: inout Markup) {
        guard !report.exemptions.isEmpty else { return }
        page.add("h2", text: say("计入的豁免", "Exemptions"))
        let header = [say("设备", "devices"), say("开始", "from"), say("结束", "until"), say("原因", "reason")]
        table(&page, header) { body in
            for exemption in report.exemptions {
                body.add("tr") { row in
                    row.add("td", text: wording.names.scope(exemption))
                    row.add("td", text: wording.moments.moment(exemption.seconds.lowerBound))
                    row.add("td", text: wording.moments.moment(exemption.seconds.upperBound))
                    row.add("td", text: exemption.reason)
                }
            }
        }
    }

    func flawedExemptions(_ page: inout Markup) {
        guard !report.flawedExemptions.isEmpty else { return }
        page.add("h2", text: say("不予计入的豁免", "Exemptions that do not count"))
        table(&page, [say("设备", "devices"), say("原因", "reason"), say("问题", "what is wrong")]) { body in
            for (exemption, flaw) in report.flawedExemptions {
                body.add("tr") { row in
                    row.add("td", text: exemption.devices.map(wording.names.device).joined(separator: say("、", ", ")))
                    row.add("td", text: exemption.reason)
                    row.add("td", text: flaw.words[language])
                }
            }
        }
    }

    func definitions(_ page: inout Markup) {
        page.add("h2", text: say("定义", "Definitions"))
        page.add("dl") { list in
            for definition in wording.definitions {
                list.add("dt", text: definition.name)
                list.add("dd", text: "\(definition.formula)  [\(definition.basis)]")
            }
        }
        for rule in wording.rules { page.add("p", ["class": "soft"], text: rule) }
    }
}
