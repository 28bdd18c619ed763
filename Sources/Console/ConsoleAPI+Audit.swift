/// Who has seen what.
extension ConsoleAPI {
    func audit(_ request: APIRequest) async throws -> HTTPAnswer {
        throw Problem.unknownPath
    }
}
