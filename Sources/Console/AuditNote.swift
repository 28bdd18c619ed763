public import Alarms

/// That somebody is about to be shown something that not everybody may see.
public struct AuditNote: Hashable, Sendable {
    /// What they do: `evidence.read`.
    public var action: String
    /// What with: day and file of a piece of evidence.
    public var object: String
    /// Why, in their own words.
    public var reason: String
    /// The name of the token they have shown.
    public var by: String
    /// Its id.
    public var token: String
    /// From which address.
    public var address: String
    /// When.
    public var at: Timestamp
}

/// Writes a note down, and returns when it is kept for certain. What it is about is not shown when this throws.
public typealias Auditing = @Sendable (AuditNote) async throws -> Void
