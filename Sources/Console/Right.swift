import Alarms

/// Something that not everybody may do.
enum Right: CaseIterable, Sendable {
    /// Read figures.
    case metrics
    /// Read alarms, how cameras are doing, and the scoreboard.
    case read
    /// Say what was done about alarms, order drills.
    case handle
    /// See pictures and clips of alarms.
    case evidence
    /// Change what the site's file says.
    case configure
    /// Make and change accounts.
    case users
    /// Read who has seen what.
    case audit
}

extension AccessToken.Role {
    /// What the holder of a token of this role may do.
    var rights: Set<Right> {
        switch self {
        case .metrics: [.metrics]
        case .read: [.metrics, .read]
        case .operate: [.metrics, .read, .handle, .evidence]
        }
    }

    /// The least role that has `right`; nil: none has.
    init?(having right: Right) {
        guard let role = Self.allCases.first(where: { $0.rights.contains(right) }) else { return nil }
        self = role
    }
}
