import Glibc
import NIOCore

/// Why the console cannot listen.
enum ListenFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another program listens there.
    case taken(host: String, port: Int)
    /// The system does not let this user.
    case forbidden(host: String, port: Int)
    /// This machine has no such address.
    case noSuchAddress(host: String)
    /// The files of the certificate cannot be used.
    case certificate(String, String, reason: String)
    /// Anything else, in the system's words.
    case failed(host: String, port: Int, reason: String)

    /// `error` of an attempt to listen at `host` and `port`.
    init(_ error: any Error, host: String, port: Int) {
        if let known = error as? ListenFailure {
            self = known
            return
        }
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: self = .taken(host: host, port: port)
        case EACCES, EPERM: self = .forbidden(host: host, port: port)
        case EADDRNOTAVAIL, EAFNOSUPPORT: self = .noSuchAddress(host: host)
        default: self = .failed(host: host, port: port, reason: "\(error)")
        }
    }

    /// What is wrong, where, and what to do.
    var description: String {
        switch self {
        case .taken(let host, let port):
            "another program listens on port \(port) of \(host): stop it, or set another `port` under `http:`"
        case .forbidden(let host, let port):
            "this user may not listen on port \(port) of \(host): set a `port` of 1024 or more under `http:`"
        case .noSuchAddress(let host):
            "this machine has no address \(host): set `listen` under `http:` to one that it has, or to 127.0.0.1"
        case .certificate(let certificate, let key, let reason):
            """
            the certificate in \(certificate) or its key in \(key) cannot be used (\(reason)): see `tls` under `http:`; \
            both are files in PEM that this user can read
            """
        case .failed(let host, let port, let reason):
            "listening on port \(port) of \(host) fails (\(reason)): set another `listen` or `port` under `http:`"
        }
    }
}
