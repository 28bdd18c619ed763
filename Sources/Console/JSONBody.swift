import Foundation

/// An object that came along, every key of which must be known.
struct JSONBody {
    private let values: [String: Any]
    private let isGiven: Bool

    /// Reads `bytes`; none is an object without keys. Throws 400, and 415 where `type` says that it is something else.
    init(_ bytes: [UInt8], type: String?, keys: String...) throws(Problem) {
        isGiven = !bytes.isEmpty
        guard isGiven else {
            values = [:]
            return
        }
        if let type,
            type.split(separator: ";").first?.trimmingCharacters(in: .whitespaces).lowercased()
                != "application/json"
        {
            throw Problem(
                status: 415, name: "not-json", detail: "the body is said to be something else than JSON",
                remedy: "send JSON with `Content-Type: application/json`")
        }
        guard let read = try? JSONSerialization.jsonObject(with: Data(bytes)), let object = read as? [String: Any]
        else { throw .malformed("the body is no JSON object", "send an object such as {\"comment\": \"seen\"}") }
        guard Set(object.keys).isSubset(of: keys) else {
            throw .malformed("the body has a key that is not known", "known here: \(keys.joined(separator: ", "))")
        }
        values = object
    }

    /// The text of `key`, at most `limit` characters; throws 400 when it is something else.
    func text(_ key: String, limit: Int) throws(Problem) -> String? {
        guard let value = values[key] else { return nil }
        guard let text = value as? String, (1...limit).contains(text.unicodeScalars.count), Self.isPlain(text) else {
            throw .malformed(
                "`\(key)` is no text of 1 to \(limit) characters without control characters",
                "correct it, or leave it out")
        }
        return text
    }

    /// The text of `key`, which must be there.
    func required(_ key: String, limit: Int) throws(Problem) -> String {
        guard let text = try text(key, limit: limit) else { throw .malformed("`\(key)` is missing", "give it") }
        return text
    }

    /// Whether `key` is true; throws 400 when it is neither true nor false.
    func flag(_ key: String) throws(Problem) -> Bool? {
        guard let value = values[key] else { return nil }
        guard let flag = value as? Bool else {
            throw .malformed("`\(key)` is neither true nor false", "correct it, or leave it out")
        }
        return flag
    }

    /// Lines and tabs are all that may steer.
    private static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\r" || $0 == "\t"
        }
    }
}
