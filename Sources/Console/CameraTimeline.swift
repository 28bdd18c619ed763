public import Alarms

/// What is known of one camera over some days.
public struct CameraTimeline: Encodable, Hashable, Sendable {
    /// A stretch of time in one state.
    public struct Span: Encodable, Hashable, Sendable {
        /// Its begin.
        public var from: Timestamp
        /// Its end.
        public var to: Timestamp
        /// `up`, `down`, `unknown` or `exempt`.
        public var state: String
        /// Why it was down, as a code.
        @OrNull public var cause: String?

        /// `state` from `from` up to `to`.
        public init(from: Timestamp, to: Timestamp, state: String, cause: String?) {
            self.from = from
            self.to = to
            self.state = state
            self.cause = cause
        }
    }

    /// One picture poll.
    public struct Poll: Encodable, Hashable, Sendable {
        /// The begin of its half hour.
        public var at: Timestamp
        /// What came of it.
        public var result: String
        /// Why, as a code of the stream's failures or of a fault of the picture.
        @OrNull public var cause: String?

        /// A poll of the half hour from `at` that came to `result`.
        public init(at: Timestamp, result: String, cause: String?) {
            self.at = at
            self.result = result
            self.cause = cause
        }
    }

    /// Its begin.
    public var from: Timestamp
    /// Its end; not beyond now.
    public var to: Timestamp
    /// Without gap or overlap.
    public var spans: [Span]
    /// In order.
    public var polls: [Poll]

    /// What is known from `from` up to `to`.
    public init(from: Timestamp, to: Timestamp, spans: [Span], polls: [Poll]) {
        self.from = from
        self.to = to
        self.spans = spans
        self.polls = polls
    }
}
