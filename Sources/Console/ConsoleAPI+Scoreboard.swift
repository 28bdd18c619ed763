/// The indicators of the plan.
extension ConsoleAPI {
    func scoreboard(_ request: APIRequest) async throws -> HTTPAnswer {
        throw Problem.unknownPath
    }
}
