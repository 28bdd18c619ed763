public import Alarms

/// One entry of the audit log, as the console shows it.
public struct AuditLine: Encodable, Hashable, Sendable {
    /// Its place in the log, from 1.
    public var number: Int64
    /// When.
    public var at: Timestamp
    /// What was done: `view`, `log-in`, and so on.
    public var action: String
    /// With what.
    public var object: String
    /// Why.
    public var reason: String
    /// Who.
    public var by: String
    /// From where, or for which organisation.
    public var address: String

    /// This entry.
    public init(
        number: Int64, at: Timestamp, action: String, object: String, reason: String, by: String, address: String
    ) {
        self.number = number
        self.at = at
        self.action = action
        self.object = object
        self.reason = reason
        self.by = by
        self.address = address
    }
}

/// Entries of the audit log, at most `limit` before the number `before`, newest first.
public typealias AuditReading = @Sendable (_ before: Int64?, _ limit: Int) async throws -> [AuditLine]
