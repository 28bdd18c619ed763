/// What the console's own page asks for, as docs/console-api.md says. Centres and other programs have ``Route``.
enum ConsoleRoute: CaseIterable, Routing {
    case firstUser, logIn, session, logOut, changePassword
    case users, addUser, changeUser, removeUser
    case audit
    case alarms
    case cameras, picture, live, timeline
    case scoreboard, report
    case setupList, setupEntry, probe, probeRecorder, geometry, test, check, apply, history, undo

    static let isForPeople = true

    var method: String {
        switch self {
        case .firstUser, .logIn, .addUser, .probe, .probeRecorder, .geometry, .test, .check, .apply, .undo: "POST"
        case .logOut, .removeUser: "DELETE"
        case .changePassword: "PUT"
        case .changeUser: "PATCH"
        default: "GET"
        }
    }

    var path: String {
        switch self {
        case .firstUser: "/console/api/first-user"
        case .logIn, .session, .logOut: "/console/api/session"
        case .changePassword: "/console/api/session/password"
        case .users, .addUser: "/console/api/users"
        case .changeUser, .removeUser: "/console/api/users/{name}"
        case .audit: "/console/api/audit"
        case .alarms: "/console/api/alarms"
        case .cameras: "/console/api/cameras"
        case .picture: "/console/api/cameras/{id}/picture"
        case .live: "/console/api/cameras/{id}/live"
        case .timeline: "/console/api/cameras/{id}/timeline"
        case .scoreboard: "/console/api/scoreboard"
        case .report: "/console/api/report"
        case .setupList: "/console/api/setup/cameras"
        case .setupEntry: "/console/api/setup/cameras/{id}"
        case .probe: "/console/api/setup/probe"
        case .probeRecorder: "/console/api/setup/probe-recorder"
        case .geometry: "/console/api/setup/geometry"
        case .test: "/console/api/setup/test"
        case .check: "/console/api/setup/check"
        case .apply: "/console/api/setup/apply"
        case .history: "/console/api/setup/history"
        case .undo: "/console/api/setup/undo"
        }
    }

    var right: Right? {
        switch self {
        case .firstUser, .logIn: nil
        case .session, .logOut, .changePassword: .read
        case .users, .addUser, .changeUser, .removeUser: .users
        case .audit: .audit
        case .alarms, .cameras, .picture, .live, .timeline, .scoreboard, .report: .read
        case .setupList, .setupEntry, .probe, .probeRecorder, .geometry, .test, .check, .apply, .history, .undo:
            .configure
        }
    }

    /// Entries of cameras with many floor lines are long.
    var bodyLimit: Int {
        switch self {
        case .geometry, .test, .check, .apply: 256 << 10
        default: APIRequest.bodyLimit
        }
    }
}
