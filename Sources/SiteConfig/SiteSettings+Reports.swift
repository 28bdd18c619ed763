public import Ledger

extension SiteSettings {
    /// Daily reports on the cameras' health, written to files.
    public struct Reports: Hashable, Sendable {
        /// `daily`: minutes after local midnight at which the report on the day before is written.
        public var minute = 390
        /// `folder`, complete.
        public var folder: String
        /// `formats`: each report is written in all of them.
        public var formats: [ReportFormat] = [.html, .csv]
        /// `by`: by what devices are put together.
        public var grouping: Grouping = .community
        /// `language`.
        public var language: ReportLanguage = .chinese
        /// `keepDays`: older ones are deleted.
        public var keepDays = 400

        /// Written to `folder`, with the defaults.
        public init(folder: String) { self.folder = folder }
    }
}
