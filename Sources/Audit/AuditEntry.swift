public import VideoCore

/// One line of the audit log: who did what to which evidence, when and why.
///
/// Order 799, Article 16, asks that each retrieval is registered with reason, content, unit and name.
public struct AuditEntry: Hashable, Sendable {
    /// What was done.
    public enum Action: String, CaseIterable, Hashable, Sendable {
        /// Evidence was opened or decrypted.
        case view
        /// Evidence was copied out.
        case export
        /// Evidence was copied out as it is stored, faces and all.
        case exportWithFaces = "export-with-faces"
        /// Evidence was deleted, by age, for space or by hand.
        case delete
        /// Evidence must be kept until further notice.
        case hold
        /// It need not be kept any longer.
        case release
        /// Somebody has logged in at the console.
        case logIn = "log-in"
        /// Somebody has logged out there.
        case logOut = "log-out"
        /// Somebody gave a wrong name or password.
        case refusedLogIn = "log-in-refused"
        /// Somebody gave wrong ones too often, and must wait.
        case lockOut = "lock-out"
        /// An account was made.
        case addUser = "add-user"
        /// Its role, its password or whether it may be used was changed.
        case changeUser = "change-user"
        /// It was removed.
        case removeUser = "remove-user"
        /// The site's file was changed from the console.
        case configure
        /// A stream, a recorder or detectors were tried from the console.
        case probe
        /// Old entries of this log were removed; the content names the last of them with its hash.
        case prune
    }

    /// When, to the millisecond.
    public var time: WallTime
    /// What.
    public var action: Action
    /// On what: the URI of a file, or the id of an alarm.
    public var content: String
    /// SHA-256 of the file in hexadecimal; empty where there is none.
    public var sha256: String
    /// Why.
    public var reason: String
    /// Who; `tocsin` for what the program does by itself.
    public var name: String
    /// The organisation of whoever it was; may be empty.
    public var unit: String

    /// `action` on `content`.
    public init(
        _ action: Action, of content: String, sha256: String = "", reason: String, name: String, unit: String = "",
        time: WallTime
    ) {
        self.action = action
        self.content = content
        self.sha256 = sha256
        self.reason = reason
        self.name = name
        self.unit = unit
        self.time = time
    }

    /// Milliseconds since the Unix epoch.
    var milliseconds: Int64 { Int64(exactly: (time.secondsSince1970 * 1000).rounded()) ?? 0 }
}
