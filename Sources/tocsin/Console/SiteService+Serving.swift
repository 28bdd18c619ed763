import Alarms
import Console
import Foundation
import Logging
import OwnCertificate
import SiteConfig
import VideoCore

/// Where the console of a site is, and how connections to it are encrypted.
extension SiteService {
    /// The folder of the certificate that the service has made, within the data directory.
    static let certificateFolder = "tls"

    /// Settings of the console's server. Makes a certificate where the service is to have one of its own.
    static func serving(_ http: SiteSettings.HTTP, dataDirectory: String, logger: Logger, news: ConsoleNews)
        -> HTTPSettings
    {
        var serving = HTTPSettings(host: http.listen, port: http.port)
        serving.names = http.names
        if http.selfSigned {
            let folder = dataDirectory + "/" + certificateFolder
            var hosts = ["127.0.0.1", "::1", "localhost", ProcessInfo.processInfo.hostName.lowercased()] + http.names
            if !http.listensEverywhere { hosts.append(http.listen) }
            serving.tls = .init(
                certificate: folder + "/certificate.pem", key: folder + "/key.pem", isSelfSigned: true)
            do {
                let own = try OwnCertificate.open(in: folder, names: hosts, and: LocalAddresses.all, now: .now())
                logger.info("the console's own certificate has the SHA-256 fingerprint \(own.fingerprint)")
                news.onCertificate(own.fingerprint)
                serving.names += own.names
            } catch {
                // The server says again and again what it lacks.
                logger.critical("\(error)")
            }
        } else if let tls = http.tls {
            serving.tls = .init(certificate: tls.certificate, key: tls.key)
            serving.names += OwnCertificate.names(ofFile: tls.certificate)
        }
        return serving
    }

    /// The address of the console at `port`, without a path, as it can be typed on another machine.
    static func address(of serving: HTTPSettings, port: Int) -> String {
        var host = serving.host
        if host == "0.0.0.0" || host == "::" { host = LocalAddresses.all.first { !$0.contains(":") } ?? "127.0.0.1" }
        return "\(serving.tls == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

extension SiteSettings.HTTP {
    /// Whether it listens at all addresses of this machine.
    fileprivate var listensEverywhere: Bool { ["0.0.0.0", "::"].contains(listen) }
}
