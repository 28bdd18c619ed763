/// A report as one HTML file: no script, nothing from elsewhere, charts as SVG within.
struct HTMLReport {
    let report: Report
    let wording: ReportWording
    let language: ReportLanguage

    /// The longest gaps listed.
    static let gaps = 100
    /// Of one device.
    static let gapsEach = 10

    init(_ report: Report, _ language: ReportLanguage) {
        self.report = report
        self.language = language
        wording = ReportWording(report, language)
    }

    var rendered: String {
        var page = Markup()
        page.add("<!DOCTYPE html>\n")
        page.add("html", ["lang": language.tag]) { html in
            html.add("head") { head(&$0) }
            html.add("\n")
            html.add("body") { body(&$0) }
        }
        page.add("\n")
        return page.text
    }

    func say(_ chinese: String, _ english: String) -> String { wording.say(chinese, english) }

    private func head(_ head: inout Markup) {
        head.add(
            """
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width,initial-scale=1"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
            <link rel="icon" href="data:,"/>
            """)
        head.add("title", text: wording.title)
        head.add("<style>")
        head.add(ReportStyle.sheet)
        head.add("</style>")
    }

    private func body(_ page: inout Markup) {
        // One pattern for all charts: what is unknown is hatched, also where colours cannot be told apart.
        page.add(
            """
            <svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs><pattern id="unknown" width="6" \
            height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" \
            y2="6" stroke-width="2"/></pattern></defs></svg>
            """)
        page.add("h1", text: wording.title)
        page.add("p", ["class": "soft"], text: wording.period)
        if let unfinished = wording.unfinished { page.add("p", ["class": "insufficient-data"], text: unfinished) }
        scoreboard(&page)
        charts(&page)
        rates(&page, strict: false)
        rates(&page, strict: true)
        polls(&page)
        gaps(&page)
        unwatched(&page)
        exemptions(&page)
        flawedExemptions(&page)
        definitions(&page)
    }

    private func charts(_ page: inout Markup) {
        if report.days.count > 1 {
            page.add("h2", text: say("每日出图率", "Output rate day by day"))
            page.add(DayChart(days: report.days, wording: wording).markup)
        }
        if !report.rows.isEmpty {
            let group = report.grouping.words[language]
            page.add("h2", text: say("出图率，按\(group)", "Output rate by \(group)"))
            note(report.rows.count, of: GroupChart.most, &page)
            page.add(GroupChart(report: report, wording: wording).markup)
        }
        guard !report.accounts.isEmpty, !report.availability.columns.isEmpty else { return }
        page.add("h2", text: say("各设备在线情况", "When each device was up"))
        note(report.accounts.count, of: HeatMap.most, &page)
        let map = HeatMap(report: report, wording: wording)
        page.add(map.legend)
        page.add(map.markup)
    }

    func note(_ count: Int, of most: Int, _ page: inout Markup) {
        guard count > most else { return }
        page.add("p", ["class": "soft"], text: say("共 \(count) 项，显示 \(most) 项。", "\(most) of \(count) are shown."))
    }

    func table(_ page: inout Markup, _ header: [String], _ rows: (inout Markup) -> Void) {
        page.add("div", ["class": "wide"]) { box in
            box.add("table") { table in
                table.add("thead") { head in
                    head.add("tr") { row in for cell in header { row.add("th", text: cell) } }
                }
                table.add("tbody", [:], rows)
            }
        }
        page.add("\n")
    }
}
