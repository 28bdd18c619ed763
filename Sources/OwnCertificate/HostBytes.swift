import Glibc

/// A host as certificates name it: under tag 2 by name, under tag 7 by the bytes of its address.
enum HostBytes {
    static func encode(_ host: String) -> (tag: UInt, bytes: [UInt8]) {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if unsafe inet_pton(family, host, &bytes) == 1 { return (7, bytes) }
        }
        return (2, Array(host.utf8))
    }

    /// nil: what they name is no host.
    static func decode(_ tag: UInt, _ bytes: [UInt8]) -> String? {
        if tag == 2 { return String(decoding: bytes, as: UTF8.self).lowercased() }
        guard tag == 7, bytes.count == 4 || bytes.count == 16 else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard unsafe inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// `host` as it comes out of a certificate.
    static func normalised(_ host: String) -> String? {
        let (tag, bytes) = encode(host)
        return decode(tag, bytes)
    }
}
