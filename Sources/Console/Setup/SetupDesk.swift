public import VideoCore

/// What the rest of the program does when a site is set up from the console's page. Everything that waits for a disk, a
/// camera or a decoder does so on threads of its own; a ``SetupRefusal`` says why something is not done.
public protocol SetupDesk: Sendable {
    /// What can be set up.
    func list() async throws -> SetupList
    /// The entry of one camera.
    func entry(ofCamera id: String) async throws -> SetupEntry
    /// Tries to get a picture.
    func probe(_ question: ProbeQuestion, by author: SetupAuthor) async throws -> ProbeAnswer
    /// Tries to get a picture of each channel of a recorder.
    func probeRecorder(_ question: RecorderQuestion, by author: SetupAuthor) async throws -> RecorderAnswer
    /// What floor lines mean.
    func geometry(_ question: GeometryQuestion) async throws -> GeometryAnswer
    /// What detectors find in the video of a camera that is still in memory.
    func test(_ question: TrialQuestion, by author: SetupAuthor) async throws -> TrialAnswer
    /// What a change would do; nothing is written.
    func check(_ change: SetupChange) async throws -> SetupChecked
    /// Makes a change, and has the service go by it.
    func apply(_ change: SetupChange, by author: SetupAuthor) async throws -> SetupChecked
    /// The versions of the site's file that are kept.
    func history() async throws -> SetupHistory
    /// Takes the last change back. `revision` is that of the file as the page knows it.
    func undo(_ revision: String, by author: SetupAuthor) async throws -> SetupChecked
}

/// Why something is not done.
public enum SetupRefusal: Error, Hashable, Sendable {
    /// There is no such entry.
    case unknown(String)
    /// The file has been changed by somebody else.
    case changedMeanwhile
    /// What the file would say is wrong.
    case mistakes(SetupChecked)
    /// Others are at it already.
    case crowded
    /// The question itself makes no sense.
    case malformed(String, remedy: String)
    /// The file, or what is kept beside it, cannot be read or written.
    case unusable(String, remedy: String)
    /// There is no former version.
    case nothingToUndo
    /// No video of the camera is in memory.
    case noVideo(String)
}

/// Who changes or tries something.
public struct SetupAuthor: Hashable, Sendable {
    /// The account.
    public var name: String
    /// A short name of the session that is no secret.
    public var session: String
    /// From which address.
    public var address: String

    /// `name`, logged in as `session`, at `address`.
    public init(name: String, session: String, address: String) {
        self.name = name
        self.session = session
        self.address = address
    }
}

/// What can be set up.
public struct SetupList: Encodable, Hashable, Sendable {
    /// A camera of the file.
    public struct Camera: Encodable, Hashable, Sendable {
        /// Its id.
        public var id: String
        /// What people call it.
        @OrNull public var name: String?

        /// The camera `id`.
        public init(id: String, name: String?) {
            self.id = id
            self.name = name
        }
    }

    /// The cameras, in the order of the file.
    public var cameras: [Camera]
    /// The recorders as the file has them, without passwords.
    public var recorders: [JSONValue]
    /// Which state of the file this is.
    public var revision: String
    /// Whether changes can be written.
    public var writable: Bool

    /// These cameras and recorders.
    public init(cameras: [Camera], recorders: [JSONValue], revision: String, writable: Bool) {
        self.cameras = cameras
        self.recorders = recorders
        self.revision = revision
        self.writable = writable
    }
}

/// The entry of one camera.
public struct SetupEntry: Encodable, Hashable, Sendable {
    /// As the file has it, without its password.
    public var entry: JSONValue
    /// Whether there is one.
    public var hasPassword: Bool
    /// Which state of the file this is.
    public var revision: String

    /// `entry` of the file's state `revision`.
    public init(entry: JSONValue, hasPassword: Bool, revision: String) {
        self.entry = entry
        self.hasPassword = hasPassword
        self.revision = revision
    }
}
