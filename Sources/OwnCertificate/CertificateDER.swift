import Crypto
import Foundation
import SwiftASN1

/// A certificate of X.509 (RFC 5280) as far as a box needs it that signs its own.
///
/// Written with swift-asn1: swift-certificates imports CoreFoundation, after which Swift 6.3 ascribes types of Glibc such as
/// `stat` to that module in whatever imports it, and no longer compiles them.
struct CertificateDER: Hashable {
    /// As it is signed and shown.
    let bytes: [UInt8]

    /// Reads `bytes`; throws where they are no certificate at all.
    init(_ bytes: [UInt8]) throws {
        _ = try DER.parse(bytes)
        self.bytes = bytes
    }

    /// One for `hosts`, signed with `key`, from `start` to `end`. It signs no other: whoever trusts it trusts the box and
    /// nobody else.
    init(for hosts: [String], key: P256.Signing.PrivateKey, from start: Date, to end: Date) throws {
        var body = DER.Serializer()
        try body.appendConstructedNode(identifier: .sequence) { body in
            try body.appendConstructedNode(identifier: Self.tag(0)) { try $0.serialize(2) }
            try body.serialize(Int64.random(in: 1 ... .max))
            try Self.algorithm(&body)
            try Self.name("Tocsin", &body)
            try body.appendConstructedNode(identifier: .sequence) { body in
                for moment in [start, end] { try Self.time(moment, &body) }
            }
            try Self.name("Tocsin", &body)
            body.serializeRawBytes(key.publicKey.derRepresentation)
            try body.appendConstructedNode(identifier: Self.tag(3)) { body in
                try body.appendConstructedNode(identifier: .sequence) { try Self.extensions(hosts, &$0) }
            }
        }
        let signature = try key.signature(for: body.serializedBytes).derRepresentation
        var whole = DER.Serializer()
        try whole.appendConstructedNode(identifier: .sequence) { whole in
            whole.serializeRawBytes(body.serializedBytes)
            try Self.algorithm(&whole)
            try whole.serialize(ASN1BitString(bytes: ArraySlice(signature)))
        }
        bytes = whole.serializedBytes
    }

    private static func tag(_ number: UInt) -> ASN1Identifier {
        ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
    }

    /// ECDSA with SHA-256.
    private static func algorithm(_ coder: inout DER.Serializer) throws {
        try coder.appendConstructedNode(identifier: .sequence) {
            try $0.serialize([1, 2, 840, 10045, 4, 3, 2] as ASN1ObjectIdentifier)
        }
    }

    private static func name(_ common: String, _ coder: inout DER.Serializer) throws {
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.appendConstructedNode(identifier: .set) { coder in
                try coder.appendConstructedNode(identifier: .sequence) { coder in
                    try coder.serialize([2, 5, 4, 3] as ASN1ObjectIdentifier)
                    try coder.serialize(ASN1UTF8String(common))
                }
            }
        }
    }

    /// Up to 2049 with two digits of the year, from then on with four.
    private static func time(_ moment: Date, _ coder: inout DER.Serializer) throws {
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: moment)
        let (year, month, day) = (parts.year ?? 1970, parts.month ?? 1, parts.day ?? 1)
        let (hours, minutes, seconds) = (parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
        if year < 2050 {
            try coder.serialize(
                UTCTime(year: year, month: month, day: day, hours: hours, minutes: minutes, seconds: seconds))
        } else {
            try coder.serialize(
                GeneralizedTime(
                    year: year, month: month, day: day, hours: hours, minutes: minutes, seconds: seconds,
                    fractionalSeconds: 0))
        }
    }

    static let calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    private static func extensions(_ hosts: [String], _ coder: inout DER.Serializer) throws {
        // No authority; signs only what TLS asks for; shown by servers; for these hosts.
        try add([2, 5, 29, 19], isCritical: true, &coder) {
            $0.appendConstructedNode(identifier: .sequence) { _ in }
        }
        try add([2, 5, 29, 15], isCritical: true, &coder) {
            try $0.serialize(ASN1BitString(bytes: [0x80], paddingBits: 7))
        }
        try add([2, 5, 29, 37], &coder) { coder in
            try coder.appendConstructedNode(identifier: .sequence) {
                try $0.serialize([1, 3, 6, 1, 5, 5, 7, 3, 1] as ASN1ObjectIdentifier)
            }
        }
        try add(Self.hostsExtension, &coder) { coder in
            coder.appendConstructedNode(identifier: .sequence) { coder in
                for host in hosts {
                    let (number, bytes) = HostBytes.encode(host)
                    coder.appendPrimitiveNode(identifier: tag(number)) { $0.append(contentsOf: bytes) }
                }
            }
        }
    }

    static let hostsExtension: ASN1ObjectIdentifier = [2, 5, 29, 17]

    private static func add(
        _ identifier: ASN1ObjectIdentifier, isCritical: Bool = false, _ coder: inout DER.Serializer,
        _ write: (inout DER.Serializer) throws -> Void
    ) throws {
        var value = DER.Serializer()
        try write(&value)
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.serialize(identifier)
            if isCritical { try coder.serialize(true) }
            try coder.serialize(ASN1OctetString(contentBytes: ArraySlice(value.serializedBytes)))
        }
    }
}
