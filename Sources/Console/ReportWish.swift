public import Ledger

/// What report somebody wants to have.
public struct ReportWish: Hashable, Sendable {
    /// The days it is about.
    public var days: ClosedRange<CivilDate>
    /// By what devices are put together.
    public var grouping = Grouping.community
    /// How it is written.
    public var format = ReportFormat.html
    /// In which language.
    public var language = ReportLanguage.chinese

    /// What `query` says of a report about `days`. Throws 400 where it says what there is not.
    init(_ query: RequestQuery, days: ClosedRange<CivilDate>) throws(Problem) {
        self.days = days
        grouping = try query.choice("by") ?? grouping
        format = try query.choice("format") ?? format
        language = try query.choice("language") ?? language
    }

    /// The name of a file for it.
    var fileName: String { "tocsin-\(days.lowerBound)-\(days.upperBound).\(format == .text ? "txt" : format.rawValue)" }

    /// What such a file is.
    var contentType: String {
        switch format {
        case .text: "text/plain; charset=utf-8"
        case .csv: "text/csv; charset=utf-8"
        case .json: "application/json"
        case .html: "text/html; charset=utf-8"
        }
    }
}

extension RequestQuery {
    /// The one of a fixed set that is called as the value of `name`; throws 400 where there is no such one.
    fileprivate func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String
    ) throws(Problem) -> Choice? {
        guard let text = self[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .malformed("`\(name)` is nothing known here", "give one of \(known), or leave it out")
        }
        return choice
    }
}
