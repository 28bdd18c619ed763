/// Who has seen what.
extension ConsoleAPI {
    /// Entries of one answer at most.
    static let mostEntries = 200

    /// `GET /console/api/audit`.
    func audit(_ request: APIRequest) async throws -> HTTPAnswer {
        try request.query.allow("before", "limit")
        let limit = try request.query.number("limit", in: 1...Self.mostEntries) ?? 50
        let before = try request.query.number("before", in: 1...999_999_999)
        guard let read = parts.audit else { throw Problem.unknownPath }
        let entries: [AuditLine]
        do { entries = try await read(before.map(Int64.init), limit) } catch {
            throw Problem(
                status: 503, name: "audit-away", detail: "the audit log cannot be read at the moment",
                remedy: "look at the log of the service, then try again", retryAfter: 5)
        }
        let last = entries.last.map(\.number) ?? 1
        return try HTTPAnswer(
            encoding: AuditPage(entries: entries, next: entries.count == limit && last > 1 ? last : nil))
    }

    private struct AuditPage: Encodable {
        var entries: [AuditLine]
        @OrNull var next: Int64?
    }
}
