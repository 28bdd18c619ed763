import Glibc

/// Where figures and alarms are served.
extension Value {
    func http() -> SiteSettings.HTTP {
        var http = SiteSettings.HTTP()
        guard let keys = keys(.http) else { return http }
        http.enabled = keys["enabled"]?.flag() ?? http.enabled
        http.listen = keys["listen"]?.listenAddress() ?? http.listen
        http.port = keys["port"]?.integer(in: 0...65535) ?? http.port
        http.names = keys["names"]?.hostNames() ?? http.names
        keys["tls"]?.readTLS(into: &http)
        if http.enabled, !http.isLoopback, keys["tls"] == nil {
            keys["listen"]?.warn(
                "passwords, tokens and alarms cross the network unencrypted, for others on it to read",
                remedy: "add `tls: {selfSigned: true}`, or `tls` with a certificate and its key, or write 127.0.0.1")
        }
        return http
    }

    private func readTLS(into http: inout SiteSettings.HTTP) {
        guard let keys = keys(.httpTLS) else { return }
        if let flag = keys["selfSigned"] {
            guard let isOwn = flag.flag() else { return }
            http.selfSigned = isOwn
            if http.selfSigned, let file = keys["certificate"] ?? keys["key"] {
                file.report(
                    "stands beside `selfSigned: true`, with which the service makes both itself",
                    remedy: "delete this line, or `selfSigned`")
            }
            if http.selfSigned { return }
        }
        http.tls = tlsFiles(keys)
    }

    private func tlsFiles(_ keys: SectionReader) -> SiteSettings.HTTP.TLS? {
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

    /// Names by which browsers on the network find this machine.
    private func hostNames() -> [String]? {
        let expected = "the name of a host, such as tocsin.example"
        return list(of: "names of hosts")?.compactMap { value in
            guard let text = value.text(expected) else { return nil }
            let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard text.utf8.count <= 253, labels.allSatisfy(Self.isLabel) else {
                value.report(
                    "\(value.shown) is no name of a host", remedy: "write \(expected), without http:// and port")
                return nil
            }
            return text.lowercased()
        }
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
            && label.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
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
