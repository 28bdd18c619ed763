import Accounts
import Alarms
import HTTPTypes

/// Lets requests in: programs by their token, people by their session.
struct Admission: Sendable {
    let gate: Gate
    let names: OwnNames

    /// Who asks for `route` from `address`, with the header fields `headers`, at `host`; nil where anybody may.
    /// Throws 401, 403, 421 or 429.
    func admit(
        _ headers: HTTPFields, host: String?, to route: some Routing, from address: String
    ) async throws(Problem) -> Caller? {
        let cookies = SessionCookie.tokens(headers)
        let isPerson = type(of: route).isForPeople || headers[.authorization] == nil && !cookies.isEmpty
        guard isPerson, route.right != nil || type(of: route).isForPeople else {
            guard let right = route.right else { return nil }
            return try await gate.admit(headers[.authorization], for: right, from: address)
        }
        try checkPlace(headers, host: host, changes: route.method != "GET")
        guard let right = route.right else { return nil }
        let session = try gate.admit(cookies, for: right)
        if route.method != "GET" {
            let given = HTTPField.Name("Tocsin-CSRF").flatMap { headers[$0] }
            let token = cookies.first { $0.hash == session.hash }
            guard let given, let token, given == token.csrf else { throw .wrongOrigin }
        }
        return Caller(session)
    }

    /// That the console's own page asks, under a name of its own.
    private func checkPlace(_ headers: HTTPFields, host: String?, changes: Bool) throws(Problem) {
        guard names.include(host) else { throw .wrongHost }
        let origin = PageOrigin(
            origin: headers[.origin], site: HTTPField.Name("Sec-Fetch-Site").flatMap { headers[$0] }, host: host)
        guard changes ? origin.mayChange : origin.mayRead else { throw .wrongOrigin }
    }
}

extension Caller {
    /// Whoever has logged in with `session`.
    init(_ session: Session) {
        self.init(proof: .session(session.hash), id: session.id, name: session.account, rights: session.role.rights)
    }

    /// Whether it is somebody who has logged in.
    var isPerson: Bool {
        if case .session = proof { true } else { false }
    }
}

extension Account.Role {
    /// What the holder of an account of this role may do.
    var rights: Set<Right> {
        switch self {
        case .guard: [.metrics, .read, .handle, .evidence]
        case .engineer: Set(Right.allCases)
        case .auditor: [.metrics, .read, .evidence, .audit]
        }
    }
}

extension Problem {
    static let noSession = Problem(
        status: 401, name: "no-session", detail: "nobody is logged in, or not any more", remedy: "log in",
        challenge: Problem.sessionChallenge)

    static let firstStart = Problem(
        status: 401, name: "first-start", detail: "nobody has an account yet",
        remedy:
            "make the first one with the token that the first start of `tocsin run` printed, or with `tocsin users add`",
        challenge: Problem.sessionChallenge)

    static let notFirstToken = Problem(
        status: 401, name: "wrong-token", detail: "this is not the first token",
        remedy: "give the one that the first start of `tocsin run` printed, or use `tocsin users add` on the box",
        challenge: Problem.sessionChallenge)

    static let wrongOrigin = Problem(
        status: 403, name: "wrong-origin", detail: "this request does not come from the console's own page",
        remedy: "load the page anew, and log in again if that does not help")

    static let wrongHost = Problem(
        status: 421, name: "wrong-host", detail: "the console does not know itself by this name",
        remedy: "use its address in numbers, or add the name to `names` under `http:` in site.yaml")
}
