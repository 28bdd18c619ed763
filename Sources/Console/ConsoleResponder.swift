import Alarms
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers requests: who asks, for what, and what came of it.
struct ConsoleResponder: HTTPResponder {
    /// What is known of the connection besides the request.
    struct Context: RequestContext {
        var coreContext: CoreRequestContextStorage
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            coreContext = CoreRequestContextStorage(source: source)
            channel = source.channel
        }
    }

    let pages: HTTPPages
    let api: AlarmAPI
    let console: ConsoleAPI
    let settings: HTTPSettings
    private let admission: Admission
    private let security: HTTPFields

    init(pages: HTTPPages, api: AlarmAPI, console: ConsoleAPI, settings: HTTPSettings) {
        self.pages = pages
        self.api = api
        self.console = console
        self.settings = settings
        admission = Admission(gate: api.gate, names: OwnNames(settings.names))
        security = SecurityFields.fields(isTrusted: settings.tls?.isSelfSigned == false)
    }

    func respond(to request: Request, context: Context) async throws -> Response {
        let connection = Connection(channel: context.channel, patience: settings.answerSeconds)
        var answer: HTTPAnswer
        do {
            answer = try await self.answer(to: request, on: connection)
        } catch {
            answer = Self.problem(error).answer
            if Self.bodyBytes(request) > APIRequest.bodyLimit {
                // What was refused may be under way still: not a byte more of it is taken in.
                connection.takesNoMore()
                answer.fields.append(("Connection", "close"))
            }
        }
        return response(answer, isHead: request.method == .head)
    }

    private func answer(to request: Request, on connection: Connection) async throws -> HTTPAnswer {
        if ConsolePages.isPage(request.uri.path) {
            guard admission.names.include(request.head.authority) else { throw Problem.wrongHost }
            return try ConsolePages.answer(request.method.rawValue, request.uri.path, request.headers)
        }
        if request.uri.path.hasPrefix("/console/") {
            let (route, values) = try ConsoleRoute.find(request.method.rawValue, request.uri.path)
            return try await console.answer(route, admit(request, to: route, values, on: connection))
        }
        let (route, values) = try Route.find(request.method.rawValue, request.uri.path)
        let asked = try await admit(request, to: route, values, on: connection)
        return switch route {
        case .metrics: pages.metricsAnswer
        case .health: pages.health
        case .readiness: pages.readiness
        default: try await api.answer(route, asked)
        }
    }

    /// The request, once whoever makes it may ask for `route`, with what came along.
    private func admit(
        _ request: Request, to route: some Routing, _ values: [String], on connection: Connection
    ) async throws -> APIRequest {
        var asked = APIRequest(values: values, headers: request.headers, connection: connection)
        asked.caller = try await admission.admit(
            request.headers, host: request.head.authority, to: route, from: connection.address)
        if let caller = asked.caller {
            // A browser asks again on the same connection; a program opens another.
            let seconds = caller.isPerson ? settings.sessionSeconds : settings.connectionSeconds
            connection.lasts(seconds: seconds - settings.answerSeconds)
        }
        asked.query = try RequestQuery(request.uri.query ?? "")
        if ["POST", "PUT", "PATCH"].contains(route.method) {
            asked.body = try await Self.body(of: request, limit: route.bodyLimit)
        } else if Self.bodyBytes(request) > 0 {
            throw Problem(
                status: 413, name: "body-not-wanted", detail: "nothing can be sent along here", remedy: "send no body")
        }
        return asked
    }

    /// Bytes that come along; without end where nobody has said.
    private static func bodyBytes(_ request: Request) -> Int {
        if request.headers[.transferEncoding] != nil { return .max }
        return request.headers[.contentLength].map { Int($0) ?? .max } ?? 0
    }

    private static func body(of request: Request, limit: Int) async throws -> [UInt8] {
        let tooLarge = Problem(
            status: 413, name: "body-too-large", detail: "more than \(limit) bytes came along",
            remedy: "send less: names and comments in JSON")
        if request.headers[.contentLength] != nil, bodyBytes(request) > limit { throw tooLarge }
        do {
            return Array(buffer: try await request.body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }

    private static func problem(_ error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let error as OutboxError: Problem(error)
        default: .failed
        }
    }

    private func response(_ answer: HTTPAnswer, isHead: Bool) -> Response {
        var headers = security
        headers[.cacheControl] = "no-store"
        if !answer.type.isEmpty { headers[.contentType] = answer.type }
        for (name, value) in answer.fields {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let body: ResponseBody
        switch answer.body {
        case .bytes(let bytes):
            // With these two, HTTP has no body whose length could be said.
            if ![204, 304].contains(answer.status) { headers[.contentLength] = String(bytes.count) }
            body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .pieces(let length, let send):
            if let length { headers[.contentLength] = String(length) }
            body = ResponseBody(contentLength: length) { writer in
                try await send { try await writer.write(ByteBuffer(bytes: $0)) }
                try await writer.finish(nil)
            }
        }
        return Response(
            status: .init(code: answer.status), headers: headers, body: isHead ? ResponseBody() : body)
    }
}
