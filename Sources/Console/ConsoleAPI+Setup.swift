/// Changes of the site's file.
extension ConsoleAPI {
    func setUp(_ route: ConsoleRoute, _ request: APIRequest) async throws -> HTTPAnswer {
        throw Problem.unknownPath
    }
}
