import Glibc
import SwiftASN1
import X509

extension GeneralName {
    /// The name of a host, or its address in numbers.
    init(host: String) {
        if let bytes = Self.bytes(host, AF_INET, 4) ?? Self.bytes(host, AF_INET6, 16) {
            self = .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
        } else {
            self = .dnsName(host)
        }
    }

    /// The host that it names; nil where it names something else.
    var host: String? {
        switch self {
        case .dnsName(let name): name
        case .ipAddress(let address): Self.text(Array(address.bytes))
        default: nil
        }
    }

    private static func bytes(_ host: String, _ family: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return unsafe inet_pton(family, host, &bytes) == 1 ? bytes : nil
    }

    private static func text(_ bytes: [UInt8]) -> String? {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard unsafe inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
