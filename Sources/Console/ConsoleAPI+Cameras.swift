import Alarms
import Foundation
import HTTPTypes
import Ledger
import VideoCore

/// How cameras are doing, and what they show.
extension ConsoleAPI {
    /// Days of a timeline at most.
    static let mostDays = 31

    func camera(_ route: ConsoleRoute, _ request: APIRequest) async throws -> HTTPAnswer {
        guard let desk = parts.cameras else { throw Problem.unknownPath }
        do {
            switch route {
            case .cameras: return try await cameras(desk, request)
            case .picture: return try await picture(desk, request)
            case .live: return try live(desk, request)
            case .timeline: return try await timeline(desk, request)
            default: throw Problem.unknownPath
            }
        } catch let refusal as CameraDesk.Refusal {
            throw Problem(refusal)
        }
    }

    private func cameras(_ desk: CameraDesk, _ request: APIRequest) async throws -> HTTPAnswer {
        struct Answer: Encodable {
            var at: Timestamp
            var cameras: [CameraStatus]
        }
        try request.query.allow()
        return try HTTPAnswer(encoding: Answer(at: Timestamp(.now()), cameras: await desk.cameras()))
    }

    /// Personal data: kept by nobody on the way, asked for anew each time.
    private func picture(_ desk: CameraDesk, _ request: APIRequest) async throws -> HTTPAnswer {
        try request.query.allow("width", "t")
        let width = try request.query.number("width", in: CameraDesk.widths) ?? 480
        let picture = try await desk.picture(Self.camera(request), width)
        let mark = "\"\(picture.at.milliseconds)-\(width)\""
        let fields = [("ETag", mark), ("Cache-Control", "private, no-cache")]
        let known = request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.trimming(" ") } ?? []
        if known.contains(mark) || known.contains("*") {
            return HTTPAnswer(status: 304, bytes: [], type: "image/jpeg", fields: fields)
        }
        return HTTPAnswer(status: 200, bytes: picture.jpeg, type: "image/jpeg", fields: fields)
    }

    /// Picture after picture until the other end is gone, or may see no more of them. One that reads nothing is cut, and what
    /// waits for it meanwhile is one picture.
    private func live(_ desk: CameraDesk, _ request: APIRequest) throws -> HTTPAnswer {
        try request.query.allow("t")
        let place = try liveViews.take(for: request.caller?.name ?? "", most: 4)
        let pictures = try desk.live(Self.camera(request))
        let boundary = "tocsin-picture"
        let body = HTTPAnswer.Body.pieces(length: nil) { [gate = alarms.gate] write in
            try await write(Array("--\(boundary)\r\n".utf8))
            for await jpeg in pictures {
                guard gate.holds(request.caller) else { return }
                request.connection.lasts()
                let head = "Content-Type: image/jpeg\r\nContent-Length: \(jpeg.count)\r\n\r\n"
                // The boundary follows at once: browsers show a picture when they know that it is whole.
                try await write(Array(head.utf8) + jpeg + Array("\r\n--\(boundary)\r\n".utf8))
            }
            withExtendedLifetime(place) {}
        }
        return HTTPAnswer(
            status: 200, body, type: "multipart/x-mixed-replace; boundary=\(boundary)",
            fields: [("Cache-Control", "private, no-store"), ("X-Accel-Buffering", "no")])
    }

    private func timeline(_ desk: CameraDesk, _ request: APIRequest) async throws -> HTTPAnswer {
        try request.query.allow("from", "to")
        let days = try request.query.days(before: 6, most: Self.mostDays, in: desk.zone, now: .now())
        return try HTTPAnswer(encoding: try await desk.timeline(Self.camera(request), days))
    }

    private static func camera(_ request: APIRequest) throws(Problem) -> CameraID {
        guard let name = request.values.first?.removingPercentEncoding, name.utf8.count <= 64 else {
            throw Problem(CameraDesk.Refusal.unknownCamera)
        }
        return CameraID(name)
    }
}

extension Problem {
    /// Why something of a camera is not shown.
    init(_ refusal: CameraDesk.Refusal) {
        switch refusal {
        case .unknownCamera:
            self.init(
                status: 404, name: "unknown-camera", detail: "the site has no such camera",
                remedy: "take `id` from /console/api/cameras")
        case .noPicture:
            self.init(
                status: 404, name: "no-picture", detail: "there is no picture of this camera yet",
                remedy: "see at /console/api/cameras whether video comes from it", retryAfter: 5)
        case .crowded:
            self.init(
                status: 503, name: "crowded", detail: "as many cameras are watched live as can be",
                remedy: "close one of them, or look at the last pictures", retryAfter: 10)
        case .noBooks:
            self.init(
                status: 404, name: "no-books", detail: "no books are kept of this site",
                remedy: "set `books: {enabled: true}` in the site's file")
        case .booksAway:
            self.init(
                status: 503, name: "books-away", detail: "the books cannot be read at the moment",
                remedy: "try again; if that lasts, look at the log of the service", retryAfter: 5)
        }
    }
}

extension StringProtocol {
    fileprivate func trimming(_ character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}
