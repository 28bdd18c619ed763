/// Accounts and sessions.
extension ConsoleAPI {
    func account(_ route: ConsoleRoute, _ request: APIRequest) async throws -> HTTPAnswer {
        throw Problem.unknownPath
    }
}
