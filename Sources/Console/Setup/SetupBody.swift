import Foundation
import HTTPTypes
import VideoCore

/// Reads the bodies of requests that set something up. They lie in each other, so ``JSONBody`` does not read them.
enum SetupBody {
    /// The body of `request` as a `Value`, every key of which must be in `keys`. Throws 400 and 415.
    static func read<Value: Decodable>(_ request: APIRequest, keys: [String]) throws(Problem) -> Value {
        let type = request.headers[.contentType]?.split(separator: ";").first
        guard type?.trimmingCharacters(in: .whitespaces).lowercased() == "application/json" else {
            throw Problem(
                status: 415, name: "not-json", detail: "the body is not said to be JSON",
                remedy: "send JSON with `Content-Type: application/json`")
        }
        guard isSimple(request.body) else {
            throw .malformed(
                "the body lies deeper, or has more lists, than any entry needs",
                "send an entry of at most \(most) lists and groups, \(deepest) deep")
        }
        let data = Data(request.body)
        guard let tree = try? JSONDecoder().decode(JSONValue.self, from: data), case .object(let values) = tree else {
            throw .malformed("the body is no JSON object", "send an object, as docs/console-api.md has it")
        }
        guard Set(values.keys).isSubset(of: keys) else {
            throw .malformed("the body has a key that is not known", "known here: \(keys.joined(separator: ", "))")
        }
        do {
            return try JSONDecoder().decode(Value.self, from: data)
        } catch let error as DecodingError {
            throw .malformed(words(error), "correct it, as docs/console-api.md has it")
        } catch {
            throw .malformed("the body cannot be read", "send it as docs/console-api.md has it")
        }
    }

    /// Lists and groups in each other.
    private static let deepest = 16
    /// Lists and groups in all: a facade of 256 corners and 200 floors has as many.
    private static let most = 1500

    /// Whether it can be read in no time: told before anything is read, since reading takes longer the deeper it goes.
    static func isSimple(_ body: [UInt8]) -> Bool {
        var (depth, count, isText, isEscaped) = (0, 0, false, false)
        for byte in body {
            if isText {
                if byte == UInt8(ascii: "\""), !isEscaped { isText = false }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): (isText, isEscaped) = (true, false)
            case UInt8(ascii: "["), UInt8(ascii: "{"): (depth, count) = (depth + 1, count + 1)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            if depth > deepest || count > most { return false }
        }
        return true
    }

    /// Names the key, never what stands there: it may be a password.
    private static func words(_ error: DecodingError) -> String {
        func name(_ path: [any CodingKey]) -> String {
            path.isEmpty ? "the body" : "`\(path.map(\.stringValue).joined(separator: "."))`"
        }
        switch error {
        case .keyNotFound(let key, let context): return "\(name(context.codingPath + [key])) is missing"
        case .valueNotFound(_, let context): return "\(name(context.codingPath)) is null"
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            return "\(name(context.codingPath)) is something else than it should be"
        @unknown default: return "the body cannot be read"
        }
    }
}
