import Glibc

/// Where figures and alarms are served.
extension Value {
    func http() -> SiteSettings.HTTP {
        var http = SiteSettings.HTTP()
        guard let keys = keys(.http) else { return http }
        http.enabled = keys["enabled"]?.flag() ?? http.enabled
        http.listen = keys["listen"]?.listenAddress() ?? http.listen
        http.port = keys["port"]?.integer(in: 0...65535) ?? http.port
        http.tls = keys["tls"]?.httpTLS()
        if http.enabled, !http.isLoopback, keys["tls"] == nil {
            keys["listen"]?.warn(
                "tokens and alarms cross the network unencrypted, for others on it to read",
                remedy: "add `tls` with a certificate and its key, or write 127.0.0.1")
        }
        return http
    }

    private func httpTLS() -> SiteSettings.HTTP.TLS? {
        guard let keys = keys(.httpTLS) else { return nil }
        let certificate = keys.required("certificate", "name the certificate's file, in PEM")?.file("the certificate's")
        let key = keys.required("key", "name the file of the certificate's key, in PEM")?.file("the key's")
        guard let certificate, let key else { return nil }
        if ConfigurationFile.isReadableByOthers(key) {
            keys["key"]?.warn("others on this machine can read the key", remedy: "run chmod 600 on it")
        }
        return SiteSettings.HTTP.TLS(certificate: certificate, key: key)
    }

    /// The path of a file that must be there.
    private func file(_ whose: String) -> String? {
        guard let text = text("the path of \(whose) file") else { return nil }
        let path = ConfigurationFile.path(text, from: diagnosis.directory)
        do {
            _ = try ConfigurationFile.content(of: path, atMost: 1 << 20)
            return path
        } catch {
            report("\(shown): \(error.mistake.problem)", remedy: error.mistake.remedy)
            return nil
        }
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
