import Foundation

/// An answer to one request, before any HTTP library.
struct HTTPAnswer: Sendable {
    /// Hands over a piece of a body, and returns when there is room for the next.
    typealias Write = ([UInt8]) async throws -> Void

    /// What is sent behind the head.
    enum Body: Sendable {
        /// All of it at once.
        case bytes([UInt8])
        /// Piece by piece; `length` bytes in all where that is known beforehand.
        case pieces(length: Int?, @Sendable (_ write: Write) async throws -> Void)
    }

    /// 200, 404 and so on.
    let status: Int
    /// What is sent behind the head.
    let body: Body
    /// What the body is.
    let type: String
    /// Header fields of its own.
    var fields: [(name: String, value: String)]

    /// Sends `body`, which is of `type`.
    init(status: Int, _ body: Body, type: String, fields: [(name: String, value: String)] = []) {
        self.status = status
        self.body = body
        self.type = type
        self.fields = fields
    }

    /// Sends `bytes` of `type`.
    init(status: Int, bytes: [UInt8], type: String, fields: [(name: String, value: String)] = []) {
        self.init(status: status, .bytes(bytes), type: type, fields: fields)
    }

    /// Sends `text`.
    init(status: Int, text: String, type: String = "text/plain; charset=utf-8") {
        self.init(status: status, .bytes(Array(text.utf8)), type: type)
    }

    /// Sends `json`.
    init(status: Int = 200, json: String, fields: [(name: String, value: String)] = []) {
        self.init(status: status, .bytes(Array(json.utf8)), type: "application/json", fields: fields)
    }

    /// Sends `value` as JSON.
    init(status: Int = 200, encoding value: some Encodable, fields: [(name: String, value: String)] = []) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.init(status: status, .bytes([UInt8](try encoder.encode(value))), type: "application/json", fields: fields)
    }
}
