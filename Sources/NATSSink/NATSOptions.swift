import CNATS
import Delivery
import Glibc
import VideoCore

/// The library's options for one connection.
enum NATSOptions {
    /// Options after `settings`, the caller's to destroy; throws ``DeliveryFailure`` when a file among them is unfit.
    static func make(_ settings: NATSSettings, clientName: String) throws -> OpaquePointer {
        var made: OpaquePointer?
        guard unsafe natsOptions_Create(&made) == NATS_OK, let options = unsafe made else {
            throw DeliveryFailure(reason: "there is no memory for a connection to NATS")
        }
        do {
            try unsafe setServers(options, settings, clientName)
            try unsafe setLogin(options, settings.login)
            try unsafe setSecurity(options, settings)
        } catch {
            unsafe natsOptions_Destroy(options)
            throw error
        }
        return unsafe options
    }

    private static func setServers(_ options: OpaquePointer, _ settings: NATSSettings, _ clientName: String) throws {
        var servers = unsafe settings.urls.map { unsafe UnsafePointer<CChar>(strdup($0)) }
        defer { unsafe servers.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
        let milliseconds = Int64(settings.timeout * 1000) / Int64(max(settings.urls.count, 1))
        let steps = unsafe [
            natsOptions_SetServers(options, &servers, Int32(servers.count)),
            natsOptions_SetName(options, clientName),
            natsOptions_SetTimeout(options, milliseconds),
            // A connection that broke is done with: what the library would keep and send later, nobody has acknowledged.
            natsOptions_SetAllowReconnect(options, false),
            natsOptions_SetIgnoreDiscoveredServers(options, true),
            natsOptions_SetWriteDeadline(options, Int64(settings.timeout * 1000)),
            natsOptions_SetPingInterval(options, 20_000),
            // The library would print to standard error otherwise.
            natsOptions_SetErrorHandler(options, { _, _, _, _ in }, nil),
        ]
        try check(steps, "the servers in `url`")
    }

    private static func setLogin(_ options: OpaquePointer, _ login: NATSSettings.Login?) throws {
        switch login {
        case nil: break
        case .password(let user, let password):
            try check([unsafe natsOptions_SetUserInfo(options, user, password.revealed)], "user name and password")
        case .token(let token): try check([unsafe natsOptions_SetToken(options, token.revealed)], "the token")
        case .credentials(let path):
            try readable(path, "credentials")
            try check([unsafe natsOptions_SetUserCredentialsFromFiles(options, path, nil)], "the file of credentials")
        }
    }

    private static func setSecurity(_ options: OpaquePointer, _ settings: NATSSettings) throws {
        guard settings.isSecured else { return }
        let files = settings.tls ?? TLSFiles()
        try check([unsafe natsOptions_SetSecure(options, true)], "TLS")
        if let authorities = files.authorities {
            try readable(authorities, "tls.authorities")
            let status = unsafe natsOptions_LoadCATrustedCertificates(options, authorities)
            try check([status], "the certificates of tls.authorities")
        }
        if let certificate = files.certificate, let key = files.key {
            try readable(certificate, "tls.certificate")
            try readable(key, "tls.key")
            let status = unsafe natsOptions_LoadCertificatesChain(options, certificate, key)
            try check([status], "the certificate and key of tls.certificate and tls.key")
        }
    }

    /// The library does not say of a file that is missing which one it was.
    private static func readable(_ path: String, _ key: String) throws {
        guard unsafe access(path, R_OK) == 0 else {
            throw DeliveryFailure(reason: "the file of `\(key)` cannot be read: check its path and its owner")
        }
    }

    private static func check(_ steps: [natsStatus], _ what: String) throws {
        guard let trouble = steps.first(where: { $0 != NATS_OK }) else { return }
        throw NATSTrouble.failure(trouble, doing: "NATS cannot use \(what)")
    }
}
