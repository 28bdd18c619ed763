import Foundation

/// A report for programs; `docs/report.schema.json` describes it. Counts are whole numbers, keys are in order.
struct JSONReport {
    private let document: ReportDocument

    init(_ report: Report, _ language: ReportLanguage) { document = ReportDocument(report, language) }

    var rendered: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // Strings and whole numbers always encode.
        guard let data = try? encoder.encode(document) else { return "{}\n" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
