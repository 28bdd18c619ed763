public import ArgumentParser
public import Ledger

// What `tocsin report` takes as arguments, by its raw values.

extension Grouping: ExpressibleByArgument {
    static let list = allCases.map(\.rawValue).joined(separator: ", ")
}

extension ReportFormat: ExpressibleByArgument {}

extension ReportLanguage: ExpressibleByArgument {}
