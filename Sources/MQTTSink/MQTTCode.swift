/// Codes of MQTT and of its library in words for people, with what to do about them.
enum MQTTCode {
    /// Why the broker refused the connection: the code of its CONNACK, of MQTT 5 (3.2.2.2) or 3.1.1 (3.2.2.3).
    static func refusedConnection(_ code: Int32, version: MQTTSettings.Version) -> String {
        let old: [Int32: Int32] = [1: 0x84, 2: 0x85, 3: 0x88, 4: 0x86, 5: 0x87]
        switch version == .v3 ? old[code] ?? code : code {
        case 0x84:
            let other = version == .v5 ? 3 : 5
            return "it does not speak this version of MQTT: set version: \(other)"
        case 0x85: return "it does not take the client id: set another `clientID`"
        case 0x86: return "user name or password is wrong"
        case 0x87: return "this user may not connect: check user name, password and the broker's access list"
        case 0x88: return "it is out of order"
        case 0x89, 0x9F: return "it is busy"
        case 0x8A: return "it has banned this client"
        case 0x95: return "its limit on sizes is too small to connect"
        case 0x97: return "its quota is used up"
        case 0x9C, 0x9D: return "it has moved: write the new address"
        default: return "it refuses the connection (\(hexadecimal(code)))"
        }
    }

    /// Why the broker ended the connection: the code of its DISCONNECT (MQTT 5, 3.14.2.1).
    static func endedConnection(_ code: Int32) -> String {
        switch code {
        case 0x87: "this user may no longer be connected"
        case 0x89: "it is busy"
        case 0x8B: "it is being shut down"
        case 0x8E: "another client has connected with the same client id: give each its own `clientID`"
        case 0x95: "a message was larger than it takes: set maximumSize to its limit"
        case 0x96: "messages come too fast for it"
        case 0x97: "its quota is used up"
        case 0x98: "somebody ended it there"
        default: "it ended the connection (\(hexadecimal(code)))"
        }
    }

    /// What a failed handshake means, from what the library complains of.
    static func failedHandshake(_ complaint: String, host: String) -> String {
        if complaint.contains("certificate verify failed") {
            return "its certificate is not signed by those trusted here, or has expired: check `tls.authorities`"
        }
        if complaint.contains("host name verification failed") {
            return "its certificate is not for \(host): write the name it is for"
        }
        if complaint.contains("alert") {
            return "it does not accept this side's certificate: check `tls.certificate` and `tls.key`"
        }
        return "no secured connection can be made: is this the port for TLS?"
    }

    /// As brokers' manuals write codes.
    static func hexadecimal(_ code: Int32) -> String { "code 0x" + String(code, radix: 16, uppercase: true) }
}
