/// The file name of a daily report.
public struct ReportName: Hashable, Sendable, CustomStringConvertible {
    /// The site's id.
    public let site: String
    /// The day it is about.
    public let date: CivilDate
    /// Its form.
    public let format: ReportFormat

    /// The name of the report of `site` on `date`.
    public init(site: String, date: CivilDate, format: ReportFormat) {
        self.site = site
        self.date = date
        self.format = format
    }

    /// Reads what ``description`` gives for `site`; nothing else, as files of other names are never deleted.
    public init?(_ name: String, site: String) {
        guard name.hasPrefix(site + "-"), let dot = name.lastIndex(of: "."),
            let format = ReportFormat.allCases.first(where: { $0.fileExtension == name[name.index(after: dot)...] }),
            let date = CivilDate(String(name[..<dot].dropFirst(site.count + 1)))
        else { return nil }
        self.init(site: site, date: date, format: format)
    }

    /// As `east-garden-2025-05-01.html`.
    public var description: String { "\(site)-\(date).\(format.fileExtension)" }
}
