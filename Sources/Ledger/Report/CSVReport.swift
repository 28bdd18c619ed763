/// A report for spreadsheets: UTF-8 with BOM, CRLF, quoted after RFC 4180, one row for each group and one for all.
///
/// Rates stand in percent with two digits, rounded down, beside their counts; where too little was observed a word stands
/// in place of the number. The documented keys are those of ``columns``.
struct CSVReport {
    private let report: Report
    private let wording: ReportWording
    private let language: ReportLanguage

    init(_ report: Report, _ language: ReportLanguage) {
        self.report = report
        self.language = language
        wording = ReportWording(report, language)
    }

    var rendered: String {
        let header = Self.columns.map { CSVCell.text(language == .chinese ? $0.title.chinese : $0.title.english) }
        let rows = report.rows.map { row in Self.columns.map { $0.cell(self, row, false) } }
        let total = Self.columns.map { $0.cell(self, report.total, true) }
        return "\u{FEFF}" + ([header] + rows + [total]).map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    /// One column: its key, which is the header in English, its title in Chinese, and what stands in it for a row, or for the
    /// total.
    private struct Column {
        let title: Phrase
        let cell: @Sendable (CSVReport, Report.Row, _ isTotal: Bool) -> String

        init(_ key: String, _ chinese: String, _ cell: @escaping @Sendable (CSVReport, Report.Row, Bool) -> String) {
            title = Phrase(chinese, key)
            self.cell = cell
        }

        init(_ key: String, _ chinese: String, count: @escaping @Sendable (Figures) -> Int) {
            self.init(key, chinese) { _, row, _ in "\(count(row.figures))" }
        }
    }

    private static let columns: [Column] = whose + counts + rates + times

    /// Whose figures they are.
    private static let whose: [Column] = [
        Column("site", "站点") { report, _, _ in CSVCell.text(report.report.site) },
        Column("from", "起始日期") { report, _, _ in "\(report.report.period.from)" },
        Column("to", "截止日期") { report, _, _ in "\(report.report.period.through)" },
        Column("by", "分组方式") { report, _, _ in CSVCell.text(report.by) },
        Column("group", "分组编号") { report, row, isTotal in
            CSVCell.text(isTotal ? report.wording.totalName : row.name ?? "")
        },
        Column("name", "名称") { report, row, isTotal in
            CSVCell.text(isTotal ? report.wording.totalName : report.wording.groupName(row))
        },
        Column("device_code", "设备编码") { report, row, isTotal in CSVCell.text(isTotal ? "" : report.code(row)) },
    ]

    private static let counts: [Column] =
        [
            Column("devices", "设备数", count: { $0.devices }),
            Column("polls_scheduled", "计划轮询", count: { $0.scheduled }),
            Column("polls_exempt", "豁免轮询", count: { $0.exempt }),
            Column("polls_not_polled", "未轮询", count: { $0.scheduled - $0.exempt - $0.polls.total }),
        ] + PollResult.allCases.filter(\.isObserved).map(resultColumn)

    private static let rates: [Column] =
        Rate.allCases.flatMap { rateColumns($0, strict: false) }
        + Rate.allCases.filter { $0 != .completeness }.flatMap { rateColumns($0, strict: true) }

    private static let times: [Column] = [
        Column("seconds_in_service", "应在线秒数", count: { $0.seconds }),
        Column("seconds_up", "在线秒数", count: { $0.upSeconds }),
        Column("seconds_down", "离线秒数", count: { $0.knownSeconds - $0.upSeconds }),
        Column("seconds_unknown", "未知秒数", count: { $0.seconds - $0.knownSeconds }),
    ]

    private static func resultColumn(_ result: PollResult) -> Column {
        Column("polls_\(result.rawValue.snakeCase)", "轮询-" + result.words.chinese, count: { $0.polls[result] })
    }

    /// Percentage, numerator and denominator of `rate`. The mean of 在线率 (time) has its counts in seconds, at the end.
    private static func rateColumns(_ rate: Rate, strict isStrict: Bool) -> [Column] {
        let key = rate.rawValue.replacing("-", with: "_") + (isStrict ? "_without_exemptions" : "")
        let title = rate.name.chinese + (isStrict ? "-不计豁免" : "")
        let percent = Column("\(key)_percent", title + " %") { report, row, _ in
            guard rate.isKnown(in: row, strict: isStrict) else {
                return report.language == .chinese ? Verdict.insufficientData.words.chinese : "insufficient-data"
            }
            return rate.ratio(of: row, strict: isStrict).percentNumber
        }
        guard rate != .onlineTime else { return [percent] }
        return [
            percent,
            Column("\(key)_numerator", title + " 分子") { _, row, _ in
                "\(rate.ratio(of: row, strict: isStrict).numerator)"
            },
            Column("\(key)_denominator", title + " 分母") { _, row, _ in
                "\(rate.ratio(of: row, strict: isStrict).denominator)"
            },
        ]
    }

    private var by: String { language == .chinese ? report.grouping.words.chinese : report.grouping.rawValue }

    private func code(_ row: Report.Row) -> String {
        guard report.grouping == .device, let id = row.name else { return "" }
        return report.accounts.first { $0.device.id == id }?.device.code?.description ?? ""
    }
}

/// Cells of comma-separated values.
enum CSVCell {
    /// `text` so that a spreadsheet shows it and does nothing with it.
    ///
    /// - What begins like a formula (`=`, `+`, `-`, `@`, tab, return; after OWASP's note on CSV injection) gets an
    ///   apostrophe before it.
    /// - Twelve digits and more get a tab before them: Excel would make a number of them, with fifteen digits that count.
    static func text(_ text: String) -> String {
        var cell = text
        if let first = text.unicodeScalars.first, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) {
            cell = "'" + text
        } else if text.count >= 12, text.allSatisfy({ $0.isASCII && $0.isNumber }) {
            cell = "\t" + text
        }
        let needsQuotes = cell.unicodeScalars.contains { "\",\r\n\t;'".unicodeScalars.contains($0) || $0 == " " }
        return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }
}

extension Ratio {
    /// In percent as `97.91`, rounded down; empty where there is nothing to count.
    fileprivate var percentNumber: String {
        basisPoints.map { "\($0 / 100).\($0 % 100 < 10 ? "0" : "")\($0 % 100)" } ?? ""
    }
}

extension String {
    /// `noConnect` as `no_connect`.
    fileprivate var snakeCase: String {
        reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }
}
