import HTTPTypes
import Hummingbird
import NIOCore

/// Answers requests with ``HTTPPages``.
struct PagesResponder: HTTPResponder {
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

    func respond(to request: Request, context: Context) async throws -> Response {
        let hasBody = request.headers[.transferEncoding] != nil || (request.headers[.contentLength] ?? "0") != "0"
        // Nothing here needs a body, so not a byte of it is taken in.
        if hasBody { context.channel.close(mode: .input, promise: nil) }
        let answer = pages.answer(method: request.method.rawValue, path: request.uri.path, hasBody: hasBody)
        return Self.response(answer, isHead: request.method == .head)
    }

    private static func response(_ answer: HTTPAnswer, isHead: Bool) -> Response {
        var headers: HTTPFields = [
            .contentType: answer.type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
        ]
        for (name, value) in answer.fields {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let body = ByteBuffer(string: answer.text)
        headers[.contentLength] = String(body.readableBytes)
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: isHead ? ResponseBody() : ResponseBody(byteBuffer: body))
    }
}
