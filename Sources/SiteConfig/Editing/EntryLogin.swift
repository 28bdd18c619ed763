public import VideoCore
import VideoStreams

/// The password of an entry on its way to a page and back: it never goes there, and what comes from there goes into a file.
public struct EntryLogin: Sendable {
    /// An entry as it may be shown.
    public let shown: JSONValue
    /// Whether it has a password.
    public let hasPassword: Bool

    private let stored: JSONValue
    private let section: ConfigurationEdit.Section
    private let address: StreamAddress?

    /// The login of `stored`, an entry of `section` as the file has it.
    public init(of stored: JSONValue, in section: ConfigurationEdit.Section) {
        self.stored = stored
        self.section = section
        var shown = stored
        let address = stored["url"]?.text.flatMap { try? StreamAddress($0) }.flatMap { $0.isFile ? nil : $0 }
        self.address = address
        if let address {
            shown["url"] = .string(address.description)
            if shown["username"] == nil, let name = address.username { shown["username"] = .string(name) }
        }
        hasPassword =
            stored["password"] != nil || stored["passwordFile"] != nil || address?.secret != nil
            || address.map { $0.description != $0.withoutLogin } ?? false
        shown["password"] = nil
        if let door = Self.door(of: shown) { Self.setDoor(Self.withoutSecrets(door), of: &shown) }
        self.shown = shown
    }

    /// `sent`, an entry as it came from a page, as it is to stand in the file, and the password that belongs into the file at
    /// `passwordFile`, if there is a new one. Throws what cannot be done from a page.
    ///
    /// - Parameter stored: The entry as it is; nil where it is new.
    public static func settled(
        _ sent: JSONValue, stored: JSONValue?, in section: ConfigurationEdit.Section, passwordFile: String
    ) throws(ConfigurationEdit.Refusal) -> (entry: JSONValue, password: Secret?) {
        let stored = stored ?? .object([:])
        return try EntryLogin(of: stored, in: section).settled(sent, passwordFile)
    }

    private func settled(
        _ sent: JSONValue, _ file: String
    ) throws(ConfigurationEdit.Refusal) -> (entry: JSONValue, password: Secret?) {
        // A field of a form that was left empty says nothing.
        var sent = sent
        for key in ["username", "password"] where sent[key] == .string("") { sent[key] = nil }
        var entry = sent
        if let door = Self.door(of: sent) {
            guard let own = Self.door(of: stored), door.settled() == Self.withoutSecrets(own).settled() else {
                throw refusal(
                    "detectors.ebike.holdDoor", "how a door is held is not set up from here", "write it in site.yaml")
            }
            Self.setDoor(own, of: &entry)
        }
        let url = sent["url"]?.text
        if let url, url != stored["url"]?.text, url.firstRange(of: "://") == nil {
            throw refusal(
                "url", "files are not set up from here", "write rtsp://HOST:554/PATH, or the file in site.yaml")
        }
        if let password = try newPassword(in: sent, &entry) {
            entry["password"] = nil
            entry["passwordFile"] = .string(file)
            return (entry, password)
        }
        return try keeping(entry, file)
    }

    /// One that was sent beside the other keys, or within the address.
    private func newPassword(in sent: JSONValue, _ entry: inout JSONValue) throws(ConfigurationEdit.Refusal) -> Secret?
    {
        if let url = sent["url"]?.text, url != stored["url"]?.text, let given = try? StreamAddress(url), !given.isFile,
            given.username != nil
        {
            entry["url"] = .string(given.withoutLogin)
            if entry["username"] == nil { entry["username"] = given.username.map { .string($0) } }
            if entry["password"] == nil { entry["password"] = given.secret.map { .string($0.revealed) } }
        }
        guard let value = entry["password"], value != .null else { return nil }
        guard case .string(let text) = value, (1...256).contains(text.unicodeScalars.count),
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw refusal("password", "is no password of 1 to 256 characters", "send it as a text without line breaks")
        }
        return Secret(text)
    }

    /// No password came along: the one that is there stays, for the same name at the same place.
    private func keeping(
        _ sent: JSONValue, _ file: String
    ) throws(ConfigurationEdit.Refusal) -> (entry: JSONValue, password: Secret?) {
        var entry = sent
        entry["password"] = nil
        if let named = entry["passwordFile"], named != stored["passwordFile"] {
            throw refusal(
                "passwordFile", "files are not chosen from here", "send `password`, and it gets a file of its own")
        }
        let isSameURL = entry["url"] == shown["url"] || entry["url"] == stored["url"]
        if isSameURL { entry["url"] = stored["url"] }
        guard hasPassword, entry["username"] != nil || isSameURL && stored["username"] == nil else {
            entry["passwordFile"] = nil
            return (entry, nil)
        }
        if let text = entry["url"]?.text, text.contains("(hidden)") || text.contains("/…") {
            throw refusal("url", "a part of the address is missing", "write all of it")
        }
        let name = shown["username"]
        guard isSamePlace(entry), entry["username"] == nil || entry["username"] == name else {
            throw refusal(
                "password", "the password was given for another name or place", "send the password again")
        }
        if address?.secret != nil {
            if isSameURL {
                entry["username"] = stored["username"]
            } else {
                // The address has changed behind the host: the login leaves it.
                entry["passwordFile"] = .string(file)
                return (entry, address?.secret)
            }
        }
        entry["password"] = stored["password"]
        entry["passwordFile"] = stored["passwordFile"]
        return (entry, nil)
    }

    /// Whether the password goes where it went before.
    private func isSamePlace(_ entry: JSONValue) -> Bool {
        guard section == .cameras else {
            return ["address", "vendor", "urlTemplate"].allSatisfy { entry[$0] == stored[$0] }
        }
        guard entry["url"] != stored["url"] else { return true }
        guard let url = entry["url"]?.text, let now = try? StreamAddress(url), let old = address else { return false }
        return now.authority == old.authority && now.scheme == old.scheme
    }

    private func refusal(_ key: String, _ problem: String, _ remedy: String) -> ConfigurationEdit.Refusal {
        ConfigurationEdit.Refusal(mistakes: [
            Mistake(key: "\(section.rawValue)[].\(key)", problem: problem, remedy: remedy)
        ])
    }

    // What holds a door names files of this machine, brokers and their passwords.

    private static func door(of entry: JSONValue) -> JSONValue? { entry["detectors"]?["ebike"]?["holdDoor"] }

    private static func setDoor(_ door: JSONValue, of entry: inout JSONValue) {
        guard var detectors = entry["detectors"], var ebike = detectors["ebike"] else { return }
        ebike["holdDoor"] = door
        detectors["ebike"] = ebike
        entry["detectors"] = detectors
    }

    private static func withoutSecrets(_ value: JSONValue) -> JSONValue {
        guard case .object(let values) = value else { return value }
        return .object(
            values.filter { $0.key != "password" }.mapValues { value in
                guard let text = value.text, text.contains("://"), text.contains("@") else {
                    return withoutSecrets(value)
                }
                return .string("(hidden)")
            })
    }
}
