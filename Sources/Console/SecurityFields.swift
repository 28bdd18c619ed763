import HTTPTypes

/// What every answer tells browsers: run nothing but the console's own scripts, show it in no other page, tell nobody of it.
enum SecurityFields {
    private static let always: [(name: String, value: String)] = [
        (
            "Content-Security-Policy",
            """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
            media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
            """
        ),
        ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    ]

    static func list(isTrusted: Bool) -> [(name: String, value: String)] {
        always + (isTrusted ? [("Strict-Transport-Security", "max-age=31536000")] : [])
    }

    /// These fields; `isTrusted`: with a certificate that browsers trust, from then on only encrypted.
    static func fields(isTrusted: Bool) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in list(isTrusted: isTrusted) {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }
}
