/// An answer to one request, before any HTTP library.
struct HTTPAnswer: Sendable {
    /// 200, 404 and so on.
    let status: Int
    /// The body.
    let text: String
    /// What the body is.
    var type = "text/plain; charset=utf-8"
    /// Header fields of its own.
    var fields: [(name: String, value: String)] = []
}
