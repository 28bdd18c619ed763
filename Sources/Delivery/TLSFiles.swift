/// The files with which a connection to a far end is secured, all in PEM. What is nil is the system's, or not used.
public struct TLSFiles: Hashable, Sendable {
    /// Certificates of those that the far end's must be signed by; nil: the system's.
    public var authorities: String?
    /// This side's certificate, where the far end asks for one.
    public var certificate: String?
    /// The key of `certificate`; readable by its owner alone.
    public var key: String?

    /// The system's certificates, and none of one's own.
    public init(authorities: String? = nil, certificate: String? = nil, key: String? = nil) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
    }
}
