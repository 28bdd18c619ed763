import Glibc

/// Where figures are served.
extension Value {
    func http() -> SiteSettings.HTTP {
        var http = SiteSettings.HTTP()
        guard let keys = keys(.http) else { return http }
        http.enabled = keys["enabled"]?.flag() ?? http.enabled
        http.listen = keys["listen"]?.listenAddress() ?? http.listen
        http.port = keys["port"]?.integer(in: 0...65535) ?? http.port
        if http.enabled, !http.isLoopback {
            keys["listen"]?.warn(
                "others on the network can read the names of cameras and how they do: no password is asked for",
                remedy: "write 127.0.0.1, or let a firewall pass none but the machine that collects the figures")
        }
        return http
    }

    private func listenAddress() -> String? {
        let expected = "an address of this machine in numbers, such as 127.0.0.1"
        guard let text = text(expected) else { return nil }
        if text == "localhost" { return "127.0.0.1" }
        guard Self.isNumericAddress(text) else {
            report("\(shown) is not a numeric address", remedy: "write \(expected)")
            return nil
        }
        return text
    }

    private static func isNumericAddress(_ text: String) -> Bool {
        var address = in6_addr()
        return [AF_INET, AF_INET6].contains { family in unsafe inet_pton(family, text, &address) == 1 }
    }
}

extension SiteSettings.HTTP {
    /// Whether none but this machine can connect.
    public var isLoopback: Bool { listen.hasPrefix("127.") || listen == "::1" }
}
