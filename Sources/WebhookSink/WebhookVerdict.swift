import Delivery

/// What an answer of the receiver means.
enum WebhookVerdict: Hashable {
    /// It has the event.
    case taken
    /// It has not, for the event's fault or its own.
    case failed(DeliveryFailure.Fault, reason: String, retryAfter: Double? = nil)

    /// - Parameters:
    ///   - status: the status of the answer.
    ///   - words: what the receiver says to it, fit to be shown.
    ///   - location: where it redirects to, fit to be shown.
    ///   - retryAfter: seconds it asks to be left alone for.
    init(status: Int, words: String = "", location: String? = nil, retryAfter: Double? = nil) {
        let said = words.isEmpty ? "answered \(status)" : "answered \(status): \(words)"
        switch status {
        case 200..<300: self = .taken
        case 300..<400:
            let target = location.map { " to \($0)" } ?? ""
            self = .failed(
                .farEnd, reason: "redirects\(target) (\(status)), which is not followed: write the new address as `url`"
            )
        case 401:
            self = .failed(
                .farEnd, reason: "\(said); check its token and what requests are signed with", retryAfter: retryAfter)
        case 403: self = .failed(.farEnd, reason: "\(said); grant this site the right to post", retryAfter: retryAfter)
        case 404, 405, 410: self = .failed(.farEnd, reason: "\(said); check the path of `url`", retryAfter: retryAfter)
        case 402, 407, 408, 421, 425, 426, 429, 431, 451, 500...:
            self = .failed(.farEnd, reason: said, retryAfter: retryAfter)
        case 400..<500: self = .failed(.event, reason: said)
        default: self = .failed(.farEnd, reason: "\(said), which is no status of an answer")
        }
    }
}
