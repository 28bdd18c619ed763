public import ArgumentParser
public import Ledger

// What `tocsin report` takes as arguments, by its raw values.

extension Grouping: ExpressibleByArgument {}

extension ReportFormat: ExpressibleByArgument {}

extension ReportLanguage: ExpressibleByArgument {}
