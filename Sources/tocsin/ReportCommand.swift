import ArgumentParser
import Foundation
import Ledger
import SiteConfig

/// `tocsin report`: what the books say, also while the service runs.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Report on the cameras' health: output rate, time online, the plan's indicators, gaps and causes.",
        discussion: """
            Reads the books in the site's data directory, also while the service writes them. Days are those of the \
            site's time zone; without --from and --to it reports on yesterday. Every figure stands with its counts, its \
            definition, and with and without exemptions; where too little was observed it says so in place of a number. \
            CSV opens in spreadsheets with Chinese intact; HTML is one file with charts, to be read or printed.

            Exit status: 0 reported; 1 there are no books yet, or they or the output cannot be used; 2 wrong arguments or \
            configuration.

            Example: tocsin report --config site.yaml --from 2026-05-01 --to 2026-05-31 --format html --output may.html
            """)

    @Option(help: ArgumentHelp("Configuration of the site.", valueName: "site.yaml")) var config: String
    @Option(help: ArgumentHelp("The first day, as 2026-05-01; default: the last day.", valueName: "date"))
    var from: String?
    @Option(help: ArgumentHelp("The last day; default: yesterday, or today where --from is.", valueName: "date"))
    var to: String?
    @Option(help: "By what devices are put together.") var by = Grouping.community
    @Option(help: "Form of the report.") var format = ReportFormat.text
    @Option(help: "Language of the words.") var language = ReportLanguage.english
    @Option(help: ArgumentHelp("Write to this file; default: standard output.", valueName: "file")) var output: String?

    func run() throws {
        let site = try SiteSettings.forCommand(config)
        let now = Date().timeIntervalSince1970
        let days = try ReportDays(from: from, to: to, today: CivilDate(now, in: site.zone))
        try refuseClash(site)
        do {
            let books = try Books(path: site.booksPath, create: false)
            let period = Period(from: days.from, through: days.through, zone: site.zone)
            try remark(books, period)
            let report = try Report(
                site: site.site, registry: site.ledgerRegistry, books: books, period: period, grouping: by,
                now: Int(now))
            try write(report.rendered(as: format, language))
        } catch let error as BooksError {
            standardError(printable("tocsin report: \(error)"))
            throw ExitCode.failure
        }
    }

    /// The configuration and the books are no place for a report.
    private func refuseClash(_ site: SiteSettings) throws {
        guard let output else { return }
        let taken = [site.booksPath, site.dataDirectory + "/outbox.sqlite"].map { ("the site's file", path: $0) }
        for (_, path) in taken where FileManager.default.fileExists(atPath: path) {
            if let clash = OutputClash.words(input: path, outputs: [("--output", output)]) {
                throw ValidationError(clash)
            }
        }
        if let clash = OutputClash.words(input: config, outputs: [("--output", output)]) {
            throw ValidationError(clash)
        }
    }

    /// Says where the period reaches back further than the books.
    private func remark(_ books: Books, _ period: Period) throws {
        guard let first = try books.firstSecond() else {
            return standardError("The books are empty yet: nothing was watched.")
        }
        let begin = CivilDate(Double(first), in: period.zone)
        if begin > period.from { standardError("The books begin on \(begin); what lies before is unknown.") }
    }

    private func write(_ text: String) throws {
        guard let output else { return FileHandle.standardOutput.write(Data(text.utf8)) }
        guard ReportFile.mayReplace(output, with: text) else {
            standardError(
                printable(
                    "tocsin report: \(output) is there and is no report of this format: name another file, or delete it"
                ))
            throw ExitCode.failure
        }
        do {
            try ReportFile.write(text, to: output)
        } catch {
            standardError(printable("tocsin report: \(error)"))
            throw ExitCode.failure
        }
    }
}
