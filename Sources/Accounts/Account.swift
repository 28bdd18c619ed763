public import VideoCore

/// Somebody who may log in at the console. The password is nowhere, only its ``PasswordHash``.
public struct Account: Hashable, Sendable {
    /// What its holder may do.
    public enum Role: String, CaseIterable, Hashable, Sendable {
        /// 值班员: handles alarms, orders drills, sees evidence.
        case `guard`
        /// 工程师: all of that, and sets up cameras and accounts.
        case engineer
        /// 审计员: sees everything, the audit log too, and changes nothing.
        case auditor
    }

    /// By which they log in.
    public let name: String
    /// What they may do.
    public let role: Role
    /// Whether they may log in.
    public let isEnabled: Bool
    /// When it was made.
    public let createdAt: WallTime
    /// When it was last used, to a minute.
    public let lastSeenAt: WallTime?

    /// An account that is known.
    public init(name: String, role: Role, isEnabled: Bool = true, createdAt: WallTime, lastSeenAt: WallTime? = nil) {
        self.name = name
        self.role = role
        self.isEnabled = isEnabled
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
    }
}
