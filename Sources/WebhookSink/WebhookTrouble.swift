import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Failures of the way to a receiver in words for people.
enum WebhookTrouble {
    private static let unreachable = "refuses connections, or cannot be reached"

    /// What `error` of a request means. Holds nothing of the request.
    static func words(for error: any Error, timeout: Double) -> String {
        switch error {
        case let error as HTTPClientError: return words(for: error, timeout: timeout)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: return handshake("\(error)")
        case let error as NIOConnectionError:
            if !error.connectionErrors.isEmpty { return Self.unreachable }
            return "there is no host of this name"
        case is CancellationError: return "given up"
        case let error as IOError:
            return error.errnoCode == ECONNRESET ? "ended the connection before it had answered" : Self.unreachable
        case let error as HTTPParserError:
            return error == .invalidEOFState
                ? "ended the connection before it had answered" : "answers with something else than HTTP"
        default: return "no answer: \(type(of: error))"
        }
    }

    private static func words(for error: HTTPClientError, timeout: Double) -> String {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout: "cannot be reached"
        case .tlsHandshakeTimeout: "no secured connection can be made: is this the port for TLS?"
        case .deadlineExceeded, .readTimeout, .writeTimeout: "has not answered within \(timeout) s"
        case .remoteConnectionClosed, .uncleanShutdown: "ended the connection before it had answered"
        case .cancelled, .requestStreamCancelled: "given up"
        default: "no answer: \(error.shortDescription)"
        }
    }

    private static func handshake(_ text: String) -> String {
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            return "its certificate is not signed by those trusted here, or has expired: check `tls.authorities`"
        }
        if text.lowercased().contains("hostname") {
            return "its certificate is for another name: write the name it is for in `url`"
        }
        if text.contains("ALERT") {
            return "it does not accept this side's certificate: check `tls.certificate` and `tls.key`"
        }
        return "no secured connection can be made: is this the port for TLS?"
    }
}
