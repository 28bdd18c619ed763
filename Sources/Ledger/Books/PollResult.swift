/// What one scheduled attempt to get a picture from one channel came to: exactly one of these.
///
/// Only ``ok`` counts for the output rate; ``exempt`` and ``notPolled`` leave its denominator. The raw values are those
/// of metrics, reports and books.
public enum PollResult: String, CaseIterable, Hashable, Sendable {
    /// A picture came.
    case ok
    /// Nothing answered: no route, refused, no answer in time.
    case noConnect
    /// 401 or 403.
    case unauthorized
    /// 453 or 503, three times in a row.
    case busy
    /// Something answered, but no picture came of it.
    case noImage
    /// The picture was black.
    case black
    /// The picture was the recorder's own card.
    case slate
    /// The picture stood still, its clock included.
    case frozen
    /// It need not have given a picture then.
    case exempt
    /// Tocsin did not ask: it was down, or too busy.
    case notPolled

    /// Whether it may be written into the books; the others follow from the ledger and from what is missing.
    public var isObserved: Bool { self != .exempt && self != .notPolled }

    /// Its place among the observed ones; nil for the others. It is its number in the books too, which never changes.
    var place: Int? {
        switch self {
        case .ok: 0
        case .noConnect: 1
        case .unauthorized: 2
        case .busy: 3
        case .noImage: 4
        case .black: 5
        case .slate: 6
        case .frozen: 7
        case .exempt, .notPolled: nil
        }
    }

    /// Whether the channel answered at all, if only to refuse.
    public var isReachable: Bool { isObserved && self != .noConnect }
}
