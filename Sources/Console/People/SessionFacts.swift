import Accounts
import Alarms

/// What a page is told of the session it has.
struct SessionFacts: Encodable {
    struct Site: Encodable {
        var name, timeZone: String
    }

    var user, role, csrf: String
    var site: Site
    var version: String
    var expiresAt: Timestamp
}

/// All accounts, as the console shows them.
struct UserList: Encodable {
    struct User: Encodable {
        var name, role: String
        var enabled: Bool
        var createdAt: Timestamp
        @OrNull var lastSeenAt: Timestamp?

        init(_ account: Account) {
            name = account.name
            role = account.role.rawValue
            enabled = account.isEnabled
            createdAt = Timestamp(account.createdAt)
            lastSeenAt = account.lastSeenAt.map { Timestamp($0) }
        }
    }

    var users: [User]
}

extension HTTPAnswer {
    /// It is done, and there is nothing to say of it.
    static let nothing = HTTPAnswer(status: 204, .bytes([]), type: "")
}
