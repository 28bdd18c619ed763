/// The name of one camera within its site, as written in the configuration; unique there.
public struct CameraID: Hashable, Sendable, CustomStringConvertible {
    /// The name itself.
    public let name: String

    /// A camera named `name`.
    public init(_ name: String) { self.name = name }

    /// The name itself.
    public var description: String { name }
}
