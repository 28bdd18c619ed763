/// A text that must not reach a log by accident: interpolating, printing or dumping it gives only a placeholder.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself. Never print it.
    public let revealed: String

    /// Hides `text`.
    public init(_ text: String) { revealed = text }

    /// A placeholder.
    public var description: String { "(hidden)" }
    /// A placeholder.
    public var debugDescription: String { description }
    /// Nothing to see.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
