extension SiteSettings {
    /// What is kept as evidence.
    public struct Evidence: Hashable, Sendable {
        /// `minimumFree`: bytes of disk kept free; below it old evidence goes and no clip is made.
        public var minimumFree = 256 << 20
        /// `maximumBytes`: bytes that all evidence may take; nil: no limit.
        public var maximumBytes: Int?
        /// `keepDays`: 30, the least the law allows, or more.
        public var keepDays = 30
        /// `keepDaysByPriority`: days for alarms of single priorities, 1…4.
        public var keepDaysByPriority = [1: 90, 2: 90]
        /// `jpegQuality`: 1…100.
        public var jpegQuality = 85
        /// `keyFile`: what raw clips are encrypted with; nil: a file in the data directory.
        public var keyFile: String?
        /// `clip`.
        public var clip = Clip()

        /// The defaults.
        public init() {}

        /// The video of each alarm.
        public struct Clip: Hashable, Sendable {
            /// `enabled`: false keeps pictures alone.
            public var enabled = true
            /// `before`: seconds before the incident.
            public var before: Double = 15
            /// `after`: seconds after it.
            public var after: Double = 30
            /// `raw`: the video as the camera sent it, encrypted.
            public var raw = true
            /// `masked`: the video with shields masked.
            public var masked = true

            /// The defaults.
            public init() {}
        }
    }

    /// The log of what was done with evidence.
    public struct Audit: Hashable, Sendable {
        /// `keepDays`: three years, and the month that is reported then.
        public var keepDays = 1130

        /// The defaults.
        public init() {}
    }
}
