public import VideoCore

/// How alarms reach a GB/T 28181 platform.
public struct GB28181Settings: Hashable, Sendable {
    /// Where it listens, with the user's name and password where it wants them.
    public var url: Secret

    /// The far end at `url`, with the defaults.
    public init(url: Secret) { self.url = url }
}
