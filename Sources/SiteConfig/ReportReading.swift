import Ledger

/// `reports:` of a site.
extension Value {
    func reports(from dataDirectory: String) -> SiteSettings.Reports? {
        guard let keys = keys(.reports) else { return nil }
        let folder = keys["folder"]?.reportFolder(from: dataDirectory)
        var reports = SiteSettings.Reports(folder: folder ?? ConfigurationFile.path("reports", from: dataDirectory))
        reports.minute = keys["daily"]?.minuteOfDay(in: 0...1439) ?? reports.minute
        reports.formats = keys["formats"]?.reportFormats() ?? reports.formats
        reports.grouping =
            keys["by"]?.word(of: Grouping.allCases.map(\.rawValue)).flatMap(Grouping.init) ?? reports.grouping
        reports.language =
            keys["language"]?.word(of: ReportLanguage.allCases.map(\.rawValue)).flatMap(ReportLanguage.init)
            ?? reports.language
        reports.keepDays = keys["keepDays"]?.integer(in: 1...3650) ?? reports.keepDays
        return reports
    }

    private func reportFolder(from dataDirectory: String) -> String? {
        guard let path = text("the path of a folder") else { return nil }
        let folder = ConfigurationFile.path(path, from: dataDirectory)
        if DataPlace(of: folder, in: dataDirectory).isTaken {
            report(
                "\(shown) is where the service itself keeps queue, books and pictures",
                remedy: "name a folder of its own, such as reports")
        }
        return folder
    }

    private func reportFormats() -> [ReportFormat]? {
        guard let entries = list(of: "formats") else { return nil }
        if entries.isEmpty {
            report("names no format", remedy: "write formats such as [html, csv], or delete the key")
        }
        let known = ReportFormat.allCases.map(\.rawValue)
        let named = entries.compactMap { $0.word(of: known).flatMap(ReportFormat.init) }
        return ReportFormat.allCases.filter(named.contains)
    }
}
