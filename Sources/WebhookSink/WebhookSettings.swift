public import VideoCore

/// How alarms reach a web server that takes them by POST.
public struct WebhookSettings: Hashable, Sendable {
    /// Where it listens, with the user's name and password where it wants them.
    public var url: Secret

    /// The far end at `url`, with the defaults.
    public init(url: Secret) { self.url = url }
}
