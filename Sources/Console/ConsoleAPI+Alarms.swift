/// Alarms as people look at them, newest first.
extension ConsoleAPI {
    func history(_ request: APIRequest) async throws -> HTTPAnswer {
        throw Problem.unknownPath
    }
}
