import Alarms

/// Who asks: a program with a token, or somebody who has logged in.
struct Caller: Hashable, Sendable {
    /// By what they are let in.
    enum Proof: Hashable, Sendable {
        case token(AccessToken)
        /// The SHA-256 of a session's token.
        case session(String)
    }

    /// By what they are let in.
    let proof: Proof
    /// A short name of the token or session that is no secret.
    let id: String
    /// Of the token or the account.
    let name: String
    /// What they may do.
    let rights: Set<Right>

    /// The holder of `token`.
    init(_ token: AccessToken) {
        self.init(proof: .token(token), id: token.id, name: token.name, rights: token.role.rights)
    }

    /// Somebody let in by `proof`.
    init(proof: Proof, id: String, name: String, rights: Set<Right>) {
        self.proof = proof
        self.id = id
        self.name = name
        self.rights = rights
    }
}
