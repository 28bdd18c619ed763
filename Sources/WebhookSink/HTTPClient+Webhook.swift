import AsyncHTTPClient
import Delivery
import NIOCore
import NIOPosix
import NIOSSL

extension HTTPClient {
    /// One thread for all of them, which lives as long as the process.
    private static let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// A client as `settings` say. Reads certificates from the disk; throws ``DeliveryFailure`` when they cannot be used.
    static func webhook(_ settings: WebhookSettings) throws -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try tls(settings.tls), redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: .milliseconds(Int64(settings.timeout * 1000))))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = settings.parallel
        return HTTPClient(eventLoopGroupProvider: .shared(threads), configuration: configuration)
    }

    private static func tls(_ files: TLSFiles) throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        do {
            if let authorities = files.authorities {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authorities))
            }
            if let certificate = files.certificate, let key = files.key {
                tls.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
                tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            }
        } catch {
            throw DeliveryFailure(
                reason: "the files of `tls` cannot be used: check that they are PEM and that this user may read them")
        }
        return tls
    }
}
