/// How cameras are doing, and what they show.
extension ConsoleAPI {
    func camera(_ route: ConsoleRoute, _ request: APIRequest) async throws -> HTTPAnswer {
        throw Problem.unknownPath
    }
}
