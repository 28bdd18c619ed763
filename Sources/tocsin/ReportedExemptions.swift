import Foundation
import Ledger

/// With which exemptions the daily reports were made, day by day: a hidden file beside them. A day that it does not name was
/// reported on without any.
struct ReportedExemptions {
    private let path: String
    private var days: [String: [String]]

    /// What the file in `folder` says of `site`; one that is missing or damaged names no day.
    init(folder: String, site: String) {
        path = "\(folder)/.\(site).exemptions.json"
        let data = FileManager.default.contents(atPath: path)
        days = data.flatMap { try? JSONDecoder().decode([String: [String]].self, from: $0) } ?? [:]
    }

    /// Whether the report of `day` was made with `exemptions` and no others.
    func matches(_ exemptions: [Exemption], on day: CivilDate) -> Bool {
        days["\(day)"] ?? [] == exemptions.map(Self.words)
    }

    /// Notes that the report of `day` is made with `exemptions`. Throws where that cannot be kept.
    mutating func note(_ exemptions: [Exemption], on day: CivilDate, forgetBefore first: CivilDate) throws {
        guard !matches(exemptions, on: day) else { return }
        days["\(day)"] = exemptions.isEmpty ? nil : exemptions.map(Self.words)
        days = days.filter { CivilDate($0.key).map { $0 >= first } ?? false }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try ReportFile.write(String(decoding: encoder.encode(days), as: UTF8.self), to: path)
    }

    /// All that a report shows of an exemption, or reckons with.
    private static func words(_ exemption: Exemption) -> String {
        let scope = (exemption.recorder.map { ["nvr \($0):"] } ?? []) + exemption.devices
        let seconds = exemption.seconds
        return "\(seconds.lowerBound) \(seconds.upperBound) \(scope.joined(separator: " ")): \(exemption.reason)"
    }
}
