/// What a platform asks by a request of its own, and the answer to it.
enum PlatformRequest: Hashable {
    /// A command in a `MESSAGE`.
    case command(HeardCommand)
    case subscription
    case options
    /// One that this side knows and does not serve: there is no video to be had here.
    case unserved
    case unknown
    /// Its body is no command.
    case unreadable

    static let allowed = "MESSAGE, SUBSCRIBE, OPTIONS"
    private static let known: Set<String> = [
        "INVITE", "BYE", "CANCEL", "INFO", "UPDATE", "PRACK", "REFER", "PUBLISH", "REGISTER", "NOTIFY",
    ]

    init(_ request: SIPMessage) {
        switch request.method {
        case "MESSAGE":
            self = HeardCommand(request.body).map { .command($0) } ?? .unreadable
        case "SUBSCRIBE": self = .subscription
        case "OPTIONS": self = .options
        case let method?: self = Self.known.contains(method) ? .unserved : .unknown
        case nil: self = .unknown
        }
    }

    /// Status and words of the answer.
    var status: (code: Int, words: String) {
        switch self {
        case .command, .subscription, .options: (200, "OK")
        case .unserved: (405, "Method Not Allowed")
        case .unknown: (501, "Not Implemented")
        case .unreadable: (400, "Bad Request")
        }
    }
}
