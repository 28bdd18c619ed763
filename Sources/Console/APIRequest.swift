import HTTPTypes

/// A request that was let in.
struct APIRequest: Sendable {
    /// Bytes of a body at most.
    static let bodyLimit = 64 << 10

    /// What stands for the braces in its path.
    let values: [String]
    let headers: HTTPFields
    let connection: Connection
    /// Who asks; nil only where anybody may.
    var caller: Caller?
    var query = RequestQuery()
    var body: [UInt8] = []

    /// The value of a header field that HTTP itself does not know.
    func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}
