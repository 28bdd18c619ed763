public import Alarms

/// How one camera is doing, as the console's page reads it.
public struct CameraStatus: Encodable, Hashable, Sendable {
    /// Whether video comes.
    public enum State: String, Encodable, Sendable {
        /// It comes.
        case up
        /// It does not.
        case down
        /// Nobody knows.
        case unknown
        /// A recording that has been read to its end.
        case ended
    }

    /// Polls that gave a picture, of those that took place.
    public struct Rate: Encodable, Hashable, Sendable {
        /// Those that gave one.
        public var given: Int
        /// Out of so many.
        public var polls: Int

        /// `given` out of `polls`.
        public init(given: Int, polls: Int) {
            self.given = given
            self.polls = polls
        }
    }

    /// 出图率; nil where nothing is known yet.
    public struct OutputRate: Encodable, Hashable, Sendable {
        /// Of today so far.
        @OrNull public var today: Rate?
        /// Of this month so far.
        @OrNull public var month: Rate?

        /// Of `today` and of this `month`.
        public init(today: Rate? = nil, month: Rate? = nil) {
            self.today = today
            self.month = month
        }
    }

    /// The last self-test.
    public struct SelfTest: Encodable, Hashable, Sendable {
        /// When.
        public var at: Timestamp
        /// Whether everything was seen.
        public var passed: Bool

        /// A test made at `at`.
        public init(at: Timestamp, passed: Bool) {
            self.at = at
            self.passed = passed
        }
    }

    /// Its id.
    public var id: String
    /// What people call it.
    @OrNull public var name: String?
    /// Where it looks.
    public var place = AlarmPlace()
    /// Whether it is watched; the others are polled only.
    public var analysed: Bool
    /// What it is watched for, as the site's file spells it.
    public var detectors: [String] = []
    /// Whether video comes.
    public var state = State.unknown
    /// Why it is down, as a code of the stream's failures.
    @OrNull public var cause: String?
    /// Since when it is in this state; nil where that began before anybody looked.
    @OrNull public var since: Timestamp?
    /// Pictures that came in a second, of late.
    @OrNull public var fps: Double?
    /// Seconds from a picture's arrival to the end of its analysis.
    @OrNull public var lag: Double?
    /// Columns of a picture.
    @OrNull public var width: Int?
    /// Rows of a picture.
    @OrNull public var height: Int?
    /// 出图率.
    public var outputRate = OutputRate()
    /// Seconds, since the start, in which its detectors could not see what they are there to see.
    public var blindSeconds = 0
    /// The last self-test.
    @OrNull public var selfTest: SelfTest?
    /// When its last picture was taken.
    @OrNull public var pictureAt: Timestamp?

    /// The camera `id`, of which nothing else is known.
    public init(id: String, name: String? = nil, analysed: Bool) {
        self.id = id
        self.name = name
        self.analysed = analysed
    }
}
