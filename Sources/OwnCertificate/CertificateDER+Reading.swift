import Foundation
import SwiftASN1

extension CertificateDER {
    /// Names and addresses that it is for; none where it does not say.
    var hosts: [String] {
        get throws {
            for part in try body() where part.identifier.tagNumber == 3 && part.identifier.tagClass == .contextSpecific
            {
                for entry in children(part).flatMap(children) {
                    let fields = children(entry)
                    guard let first = fields.first, try ASN1ObjectIdentifier(derEncoded: first) == Self.hostsExtension,
                        let last = fields.last
                    else { continue }
                    let names = try DER.parse(ASN1OctetString(derEncoded: last).bytes)
                    return children(names).compactMap { name in
                        guard case .primitive(let bytes) = name.content else { return nil }
                        return HostBytes.decode(name.identifier.tagNumber, Array(bytes))
                    }
                }
            }
            return []
        }
    }

    /// When it ends; nil where it does not say so legibly.
    var end: Date? {
        // Version, number, algorithm, issuer, validity.
        guard let parts = try? body(), parts.count > 4, let last = children(parts[4]).last else { return nil }
        var moment = DateComponents()
        if let time = try? UTCTime(derEncoded: last) {
            (moment.year, moment.month, moment.day) = (time.year, time.month, time.day)
            (moment.hour, moment.minute, moment.second) = (time.hours, time.minutes, time.seconds)
        } else if let time = try? GeneralizedTime(derEncoded: last) {
            (moment.year, moment.month, moment.day) = (time.year, time.month, time.day)
            (moment.hour, moment.minute, moment.second) = (time.hours, time.minutes, time.seconds)
        }
        return Self.calendar.date(from: moment)
    }

    /// Whether its key is `key`, in the form of a SubjectPublicKeyInfo.
    func isFor(_ key: [UInt8]) throws -> Bool {
        let parts = try body()
        return parts.count > 6 && Array(parts[6].encodedBytes) == key
    }

    private func body() throws -> [ASN1Node] {
        guard let signed = children(try DER.parse(bytes)).first else { return [] }
        return children(signed)
    }

    private func children(_ node: ASN1Node) -> [ASN1Node] {
        if case .constructed(let nodes) = node.content { Array(nodes) } else { [] }
    }
}
