public import Alarms

/// That somebody is about to be shown something that not everybody may see, or to change who may.
public struct AuditNote: Hashable, Sendable {
    /// What they do.
    public enum Action: String, CaseIterable, Hashable, Sendable {
        /// Look at a picture or clip.
        case readEvidence = "view"
        /// Log in.
        case logIn = "log-in"
        /// Log out.
        case logOut = "log-out"
        /// Try to log in with a wrong name or password.
        case refusedLogIn = "log-in-refused"
        /// Try too often.
        case lockOut = "lock-out"
        /// Make an account.
        case addUser = "add-user"
        /// Change role, password or whether one may log in.
        case changeUser = "change-user"
        /// Remove an account.
        case removeUser = "remove-user"
        /// Take a report away.
        case export
    }

    /// What they do.
    public var action: Action
    /// What with: the address of a piece of evidence, `account:NAME`, or `report:NAME`.
    public var object: String
    /// Why, in their own words; of accounts, what changes.
    public var reason: String
    /// The name of their account, or of the token they have shown.
    public var by: String
    /// By what they were let in.
    public var proof: Proof
    /// From which address.
    public var address: String
    /// When.
    public var at: Timestamp

    /// By what somebody was let in.
    public enum Proof: Hashable, Sendable {
        /// A token of this id.
        case token(String)
        /// Name and password.
        case account
        /// Nothing: they were not.
        case none
    }
}

/// Writes a note down, and returns when it is kept for certain. What it is about is not done when this throws.
public typealias Auditing = @Sendable (AuditNote) async throws -> Void

extension AuditNote {
    /// `action` of whoever made `request`.
    init(_ action: Action, of object: String, reason: String = "", _ request: APIRequest) {
        let caller = request.caller
        let proof: Proof = caller.map { $0.isPerson ? .account : .token($0.id) } ?? .none
        self.init(
            action: action, object: object, reason: reason, by: caller?.name ?? "", proof: proof,
            address: request.connection.address, at: Timestamp(.now()))
    }
}
