import Alarms

/// Alarms as a stream that does not end (server-sent events, as the HTML standard has them).
extension AlarmAPI {
    /// Seconds after which a stream without news says that it is alive.
    static let heartbeat = 15.0

    /// `GET /v1/alarms/stream`. A client that does not read for ``HTTPSettings/answerSeconds`` is cut; it takes up again
    /// behind the last id it has seen. Nothing is kept for it meanwhile but the page it is being sent.
    func stream(_ request: APIRequest) async throws -> HTTPAnswer {
        try request.query.allow("after", "kind", "camera")
        var begin = try Self.query(request, after: request.field("Last-Event-ID") ?? request.query["after"])
        let first = try await queue.run { [begin] in try $0.page(begin) }
        // Newest is what is newest now, not when the stream is under way.
        if begin.start == .newest { begin.start = .after(first.next) }
        let place = try waitingPlace(request)
        let fields = first.standing.fields + [("X-Accel-Buffering", "no")]
        return HTTPAnswer(
            status: 200,
            .pieces(length: nil) { [begin] write in
                try await send(behind: begin, to: request, write)
                withExtendedLifetime(place) {}
            }, type: "text/event-stream", fields: fields)
    }

    private func send(behind begin: EventQuery, to request: APIRequest, _ write: HTTPAnswer.Write) async throws {
        let connection = request.connection
        let listener = bell.listen()
        defer { bell.dismiss(listener) }
        connection.whenGone { listener.leave() }
        func send(_ text: String) async throws {
            connection.lasts()
            try await write(Array(text.utf8))
            connection.lasts(seconds: Self.heartbeat)
        }
        try await send(": alarms\n\n")
        var query = begin
        while !listener.isGone, gate.holds(request.caller) {
            let page = try await page(&query, isShared: true)
            if page.events.isEmpty {
                if await !listener.wait(atMost: Self.heartbeat), !listener.isGone { try await send(":\n\n") }
            } else {
                try await send(Self.text(page))
            }
        }
    }

    /// Each event under the place behind it. JSON has no line ends.
    private static func text(_ page: EventPage) -> String {
        page.events.map { event in
            let place = QueueCursor(queue: page.next.queue, sequence: event.sequence)
            return "id: \(place)\nevent: alarm\ndata: \(String(decoding: event.json, as: UTF8.self))\n\n"
        }.joined()
    }
}
