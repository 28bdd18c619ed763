import Foundation

/// The report as JSON has it. A key that says nothing is left out, never null.
struct ReportDocument: Encodable {
    let version = 1
    let site: String
    let from: String
    let to: String
    let timeZone: String
    let made: String
    let judgedUntil: String
    let by: String
    let language: String
    let scoreboard: [Score]
    let groups: [Group]
    let total: Group
    let days: [Day]
    let gaps: [Gap]
    let gapCount: Int
    let unwatched: [Stretch]
    let exemptions: [Exemption]
    let flawedExemptions: [FlawedExemption]
    let definitions: [Definition]

    /// Gaps listed at most, the longest first; `gapCount` says how many there are.
    static let mostGaps = 1000

    init(_ report: Report, _ language: ReportLanguage) {
        let wording = ReportWording(report, language)
        let moments = wording.moments
        site = report.site
        from = "\(report.period.from)"
        to = "\(report.period.through)"
        timeZone = report.period.zone.identifier
        made = moments.rfc3339(report.made)
        judgedUntil = moments.rfc3339(report.end)
        by = report.grouping.rawValue
        self.language = language.rawValue
        scoreboard = report.scoreboard.scores.map { Score($0, wording) }
        groups = report.rows.map { Group($0, name: wording.groupName($0)) }
        total = Group(report.total, name: wording.totalName)
        days = report.days.map { Day(date: "\($0.date)", figures: Account($0.figures)) }
        gaps = report.worstGaps(Self.mostGaps).map { Gap($0, wording) }
        gapCount = report.downTime.count
        unwatched = report.unwatched.map { Stretch($0, moments) }
        exemptions = report.exemptions.map { Exemption($0, moments) }
        flawedExemptions = report.flawedExemptions.map { exemption, flaw in
            FlawedExemption(devices: exemption.devices, reason: exemption.reason, flaw: flaw.words[language])
        }
        definitions = wording.definitions.map { Definition(name: $0.name, formula: $0.formula, basis: $0.basis) }
    }

    struct Day: Encodable {
        let date: String
        let figures: Account
    }

    struct Exemption: Encodable {
        let devices: [String]
        let nvr: String?
        let from: String
        let to: String
        let reason: String

        init(_ exemption: Ledger.Exemption, _ moments: Moments) {
            (devices, nvr, reason) = (exemption.devices, exemption.recorder, exemption.reason)
            from = moments.rfc3339(exemption.seconds.lowerBound)
            to = moments.rfc3339(exemption.seconds.upperBound)
        }
    }

    struct FlawedExemption: Encodable {
        let devices: [String]
        let reason: String
        let flaw: String
    }

    struct Definition: Encodable {
        let name: String
        let formula: String
        let basis: String
    }

    struct Stretch: Encodable {
        let from: String
        let to: String
        let seconds: Int

        init(_ stretch: Range<Int>, _ moments: Moments) {
            from = moments.rfc3339(stretch.lowerBound)
            to = moments.rfc3339(stretch.upperBound)
            seconds = stretch.count
        }
    }
}

extension ReportDocument {
    struct Score: Encodable {
        let indicator: String
        let name: String
        let numerator: Int
        let denominator: Int
        let withoutExemptions: Counts
        let targetPercent: Int
        let targetYear: Int
        let verdict: String
        let missing: Int
        let failing: [Failing]

        struct Failing: Encodable {
            let id: String
            let name: String
        }

        init(_ score: Ledger.Score, _ wording: ReportWording) {
            indicator = score.indicator.rawValue
            name = score.indicator.name[wording.language]
            numerator = score.ratio.numerator
            denominator = score.ratio.denominator
            withoutExemptions = Counts(score.strictRatio)
            targetPercent = score.indicator.target
            targetYear = score.indicator.year
            verdict = score.verdict.rawValue
            missing = score.missing
            failing = score.failing.map { Failing(id: $0, name: wording.names.failing($0, score.indicator)) }
        }
    }

    struct Counts: Encodable {
        let numerator: Int
        let denominator: Int

        init(_ ratio: Ratio) { (numerator, denominator) = (ratio.numerator, ratio.denominator) }
    }

    struct Group: Encodable {
        let id: String?
        let name: String
        let figures: Account
        let withoutExemptions: Account
        let ledgerCompleteness: Counts

        init(_ row: Report.Row, name: String) {
            id = row.name
            self.name = name
            figures = Account(row.figures)
            withoutExemptions = Account(row.strictFigures)
            ledgerCompleteness = Counts(row.completeness)
        }
    }

    struct Gap: Encodable {
        let device: String
        let name: String
        let from: String
        let to: String
        let seconds: Int
        let exemptSeconds: Int
        let cause: String?
        let words: String
        let advice: String

        init(_ gap: Ledger.Gap, _ wording: ReportWording) {
            device = gap.device
            name = wording.names.device(gap.device)
            from = wording.moments.rfc3339(gap.seconds.lowerBound)
            to = wording.moments.rfc3339(gap.seconds.upperBound)
            seconds = gap.seconds.count
            exemptSeconds = gap.exemptSeconds
            cause = gap.cause
            (words, advice) = wording.cause(gap)
        }
    }
}
