import VideoCore
import Yams

/// What stands in the file, as JSON. What a scalar means is decided by the key that asks for it, here as everywhere: a device
/// code of digits stays text.
extension JSONValue {
    /// Keys whose values are texts, whatever they look like.
    private static let textKeys: Set = [
        "camera", "id", "name", "deviceCode", "nvr", "username", "password", "passwordFile", "url", "urlTemplate",
        "address",
        "vendor", "district", "street", "community", "building", "facade", "elevator", "days", "prompt", "topic",
        "from",
        "to", "at",
    ]
    /// Whole numbers up to here are told apart by a Double.
    private static let largestWhole = 9_007_199_254_740_991

    /// The value of `node`, which stands under `key`.
    init(_ node: Node, under key: String = "") {
        switch node {
        case .scalar(let scalar): self = Self.scalar(scalar, under: key)
        // Lists of texts are words; `facade` is a text in one place and a list of points in another.
        case .sequence(let list): self = .array(list.map { JSONValue($0) })
        case .mapping(let pairs):
            self = .object(
                Dictionary(
                    pairs.map { ($0.key.scalar?.string ?? "", JSONValue($0.value, under: $0.key.scalar?.string ?? "")) }
                ) { $1 })
        case .alias: self = .null
        }
    }

    private static func scalar(_ scalar: Node.Scalar, under key: String) -> JSONValue {
        guard scalar.style == .plain else { return .string(scalar.string) }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return .null
        case let text where textKeys.contains(key): return .string(text)
        case "true": return .bool(true)
        case "false": return .bool(false)
        case let text: return number(text).map { .number($0) } ?? .string(text)
        }
    }

    private static func number(_ text: String) -> Double? {
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }), let number = Double(text),
            number.isFinite, abs(number) <= Double(largestWhole)
        else { return nil }
        return number
    }

    /// The same value as it is read back: under keys of texts everything single is text.
    func settled(under key: String = "") -> JSONValue {
        switch self {
        case .object(let values):
            .object(Dictionary(uniqueKeysWithValues: values.map { ($0.key, $0.value.settled(under: $0.key)) }))
        case .array(let values): .array(values.map { $0.settled() })
        case .bool(let value) where Self.textKeys.contains(key): .string("\(value)")
        case .number(let value) where Self.textKeys.contains(key): .string(Self.plain(value))
        default: self
        }
    }

    /// A number as people write it: 3 rather than 3.0.
    static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) <= Double(largestWhole) ? "\(Int(number))" : "\(number)"
    }
}
