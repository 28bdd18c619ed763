import Glibc

/// What a browser believes to speak with: the header field `Host`.
struct HostName: Hashable {
    /// In lower case, without brackets.
    let name: String
    /// Where it is said.
    let port: Int?
    /// Whether it is an address in numbers.
    let isNumeric: Bool

    /// Reads `box`, `box:9108`, `192.0.2.1:9108`, `[2001:db8::1]:9108`; nil where `text` is none of these.
    init?(_ text: String) {
        guard let match = text.wholeMatch(of: /(\[[0-9A-Fa-f:.%a-z]+\]|[^:\[\]\/@ ]+)(?::([0-9]{1,5}))?/) else {
            return nil
        }
        let plain = match.1.drop { $0 == "[" }.prefix { $0 != "]" }.lowercased()
        name = plain.hasSuffix(".") ? String(plain.dropLast()) : plain
        port = match.2.flatMap { Int($0) }
        var address = in6_addr()
        let families = match.1.hasPrefix("[") ? [AF_INET6] : [AF_INET]
        isNumeric = families.contains { unsafe inet_pton($0, plain, &address) == 1 }
    }
}

/// Under which names the console may be asked. A page elsewhere whose name was made to lead here (DNS rebinding) is refused.
struct OwnNames: Hashable {
    private let names: Set<String>

    /// `names` beside `localhost` and what this machine calls itself.
    init(_ names: [String]) {
        var own = Set(names.map { $0.lowercased() })
        own.insert("localhost")
        let machine = Self.machineName
        if !machine.isEmpty { own.formUnion([machine, machine + ".local"]) }
        self.names = own
    }

    /// Whether `host` is one of them, or an address in numbers, which no other page can have. Who says none is no browser.
    func include(_ host: String?) -> Bool {
        guard let host, !host.isEmpty else { return true }
        guard let name = HostName(host) else { return false }
        if name.isNumeric || names.contains(name.name) { return true }
        // A certificate may be for *.example.com.
        guard let dot = name.name.firstIndex(of: ".") else { return false }
        return names.contains("*" + name.name[dot...])
    }

    private static var machineName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).lowercased()
    }
}
