/// Where on a broker the alarms of a site are published.
public struct MQTTTopics: Hashable, Sendable {
    private let site: String

    /// Below `base`, for `site`.
    public init(base: String, site: String) { self.site = "\(base)/\(Self.level(site))" }

    /// Holds `online` while the sink is connected and `offline` when it is not; retained.
    public var status: String { "\(site)/status" }

    /// Where alarms of a camera and a kind, such as `fire`, go.
    public func alarms(camera: String, kind: String) -> String {
        "\(site)/alarms/\(Self.level(camera))/\(Self.level(kind))"
    }

    /// Whether topics can begin with `text`: 200 bytes at most, no level empty, no wildcard, not `$`, which is the broker's own.
    public static func isBase(_ text: String) -> Bool {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.utf8.count <= 200 && !text.hasPrefix("$") && levels.allSatisfy { !$0.isEmpty }
            && text.unicodeScalars.allSatisfy { isPlain($0) }
    }

    /// `name` as one level: what would end it, or is a wildcard, becomes `_`.
    private static func level(_ name: String) -> String {
        var level = String.UnicodeScalarView()
        for scalar in name.unicodeScalars { level.append(scalar != "/" && isPlain(scalar) ? scalar : "_") }
        return level.isEmpty ? "_" : String(level)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "+" && scalar != "#" && scalar.properties.generalCategory != .control
    }
}
