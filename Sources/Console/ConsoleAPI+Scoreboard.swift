import Alarms
import VideoCore

/// The plan's indicators.
extension ConsoleAPI {
    /// `GET /console/api/scoreboard`.
    func scoreboard(_ request: APIRequest) async throws -> HTTPAnswer {
        guard let desk = parts.scores else { throw Problem(CameraDesk.Refusal.noBooks) }
        try request.query.allow("from", "to")
        let days = try request.query.days(before: 7, most: Self.mostDays, in: desk.zone, now: .now())
        do {
            return try HTTPAnswer(encoding: try await desk.board(days))
        } catch let refusal as CameraDesk.Refusal {
            throw Problem(refusal)
        }
    }

    /// `GET /console/api/report`: the report of `tocsin report`, as a file to keep.
    func report(_ request: APIRequest) async throws -> HTTPAnswer {
        guard let desk = parts.scores else { throw Problem(CameraDesk.Refusal.noBooks) }
        try request.query.allow("from", "to", "by", "format", "language")
        let days = try request.query.days(before: 7, most: Self.mostDays, in: desk.zone, now: .now())
        let wish = try ReportWish(request.query, days: days)
        try await keep(AuditNote(.export, of: "report:\(wish.fileName)", request))
        do {
            return HTTPAnswer(
                status: 200, bytes: Array(try await desk.report(wish).utf8), type: wish.contentType,
                fields: [("Content-Disposition", "attachment; filename=\"\(wish.fileName)\"")])
        } catch let refusal as CameraDesk.Refusal {
            throw Problem(refusal)
        }
    }
}
