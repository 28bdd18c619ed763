/// Whether a request comes from the console's own page: what browsers say of it. Pure.
struct PageOrigin: Hashable {
    /// The header field `Origin`.
    var origin: String?
    /// The header field `Sec-Fetch-Site`.
    var site: String?
    /// The header field `Host`: what stands in the browser's line of addresses.
    var host: String?

    /// Whether it may read with the browser's cookie. What a browser does not say is no reason against.
    var mayRead: Bool { site == nil || site == "same-origin" || site == "none" }

    /// Whether it may change anything.
    var mayChange: Bool {
        guard site == nil || site == "same-origin" else { return false }
        guard let origin else { return true }
        guard let own = host.flatMap(Self.place(ofHost:)), let other = Self.place(ofOrigin: origin) else {
            return false
        }
        return own == other
    }

    private struct Place: Equatable {
        let host: String
        /// nil: a usual one.
        let port: Int?
    }

    /// `https://box:8443`. Something before the box may end the encryption, so the scheme is not compared.
    private static func place(ofOrigin text: String) -> Place? {
        guard let end = text.firstRange(of: "://")?.upperBound else { return nil }
        return place(ofHost: String(text[end...]))
    }

    private static func place(ofHost text: String) -> Place? {
        guard let name = HostName(text) else { return nil }
        return Place(host: name.name, port: name.port == 80 || name.port == 443 ? nil : name.port)
    }
}
