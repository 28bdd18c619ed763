public import Foundation

/// Checks a JSON value against the part of JSON Schema (2020-12) that the project's own schemas use.
/// Every keyword it does not know is a violation, so that the contract cannot outgrow it unseen.
public struct SchemaChecker {
    let root: [String: Any]

    /// Checks against the schema in `data`.
    public init(_ data: Data) throws {
        root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    /// The violations found in `json`, each with its path; none when it obeys.
    public func violations(_ json: [UInt8]) throws -> [String] {
        check(try JSONSerialization.jsonObject(with: Data(json)), root, at: "$")
    }

    private func check(_ value: Any, _ schema: [String: Any], at path: String) -> [String] {
        schema.sorted { $0.key < $1.key }.flatMap { key, rule -> [String] in
            switch key {
            case "$schema", "$defs", "title", "description": []
            case "$ref": check(value, definition(rule as? String ?? ""), at: path)
            case "properties": properties(value, rule, path)
            case "required": required(value, rule, path)
            case "items": items(value, rule, path)
            case "prefixItems": prefixItems(value, rule, path)
            default: holds(key, rule, value) ? [] : ["\(path): \(key) \(rule) does not hold for \(value)"]
            }
        }
    }

    private func definition(_ reference: String) -> [String: Any] {
        let all = root["$defs"] as? [String: Any]
        return all?[String(reference.dropFirst("#/$defs/".count))] as? [String: Any] ?? ["unknown": reference]
    }

    private func properties(_ value: Any, _ rule: Any, _ path: String) -> [String] {
        guard let object = value as? [String: Any], let rules = rule as? [String: [String: Any]] else { return [] }
        let unknown = Set(object.keys).subtracting(rules.keys).sorted().map { "\(path).\($0): not in the contract" }
        return unknown
            + rules.flatMap { key, schema in object[key].map { check($0, schema, at: "\(path).\(key)") } ?? [] }
    }

    private func required(_ value: Any, _ rule: Any, _ path: String) -> [String] {
        let keys = (value as? [String: Any]).map { Set($0.keys) } ?? []
        return Set(rule as? [String] ?? []).subtracting(keys).sorted().map { "\(path).\($0): missing" }
    }

    private func items(_ value: Any, _ rule: Any, _ path: String) -> [String] {
        guard let schema = rule as? [String: Any] else { return ["\(path): items"] }
        return (value as? [Any] ?? []).enumerated().flatMap { check($1, schema, at: "\(path)[\($0)]") }
    }

    private func prefixItems(_ value: Any, _ rule: Any, _ path: String) -> [String] {
        let schemas = rule as? [[String: Any]] ?? []
        return zip(value as? [Any] ?? [], schemas).enumerated().flatMap {
            check($1.0, $1.1, at: "\(path)[\($0)]")
        }
    }

    private func holds(_ key: String, _ rule: Any, _ value: Any) -> Bool {
        let number = (value as? NSNumber)?.doubleValue
        let text = value as? String
        let limit = (rule as? NSNumber)?.doubleValue ?? .nan
        switch key {
        case "const": return text == rule as? String
        case "enum": return (rule as? [String])?.contains(text ?? "") == true
        case "type": return Self.isType(rule as? String ?? "", value)
        case "minimum": return number.map { $0 >= limit } == true
        case "maximum": return number.map { $0 <= limit } == true
        case "minLength": return text.map { Double($0.count) >= limit } == true
        case "minItems": return (value as? [Any]).map { Double($0.count) >= limit } == true
        case "maxItems": return (value as? [Any]).map { Double($0.count) <= limit } == true
        case "pattern": return Self.matches(text, rule as? String ?? "")
        case "format": return Self.isFormat(rule as? String ?? "", text)
        default: return false
        }
    }

    private static func isType(_ name: String, _ value: Any) -> Bool {
        switch name {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": value is Bool
        case "integer":
            (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } == true && !(value is String)
        case "number": value is NSNumber
        default: false
        }
    }

    private static func isFormat(_ name: String, _ text: String?) -> Bool {
        switch name {
        case "uuid": matches(text, "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        case "date-time": matches(text, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z$")
        default: false
        }
    }

    private static func matches(_ text: String?, _ pattern: String) -> Bool {
        text?.range(of: pattern, options: .regularExpression) != nil
    }
}
