/// The forms in which a report is written.
public enum ReportFormat: String, CaseIterable, Hashable, Sendable {
    /// For a terminal.
    case text
    /// For spreadsheets: one row for each group.
    case csv
    /// For programs.
    case json
    /// For people: one file with charts.
    case html

    /// The ending of its files, without the dot.
    public var fileExtension: String { self == .text ? "txt" : rawValue }
}

extension Report {
    /// The report as `format`, with words in `language`. The keys of CSV and JSON are the same in every language, but for
    /// the header of CSV.
    public func rendered(as format: ReportFormat, _ language: ReportLanguage) -> String {
        switch format {
        case .text: TextReport(self, language).rendered
        case .csv: CSVReport(self, language).rendered
        case .json: JSONReport(self, language).rendered
        case .html: HTMLReport(self, language).rendered
        }
    }
}
