import Alarms
import AsyncHTTPClient
import Delivery
import NIOCore
import NIOHTTP1
import VideoCore

/// Posts one thing and judges the answer.
struct WebhookRequest: Sendable {
    /// Bytes of an answer that are read, and seconds that it may take to come after its status.
    private static let mostWords = 4096
    private static let longestWords = 2.0

    let client: HTTPClient
    let settings: WebhookSettings

    /// Posts `event`. Never throws: what went wrong is the verdict.
    func post(_ event: StoredEvent) async -> WebhookVerdict {
        await post(event.json, type: "application/cloudevents+json", id: event.id)
    }

    /// Posts `body`, of the media type `type`; `id` is that of an event. Never throws.
    func post(_ body: [UInt8], type: String, id: String? = nil) async -> WebhookVerdict {
        let request = request(body, type: type, id: id, now: .now())
        do {
            let answer = try await client.execute(request, timeout: .milliseconds(Int64(settings.timeout * 1000)))
            let words = await words(of: answer)
            let retryAfter = answer.headers.first(name: "Retry-After").flatMap {
                RetryAfter.seconds(in: $0, now: .now())
            }
            return WebhookVerdict(
                status: Int(answer.status.code), words: words,
                location: answer.headers.first(name: "Location").map(host(of:)), retryAfter: retryAfter)
        } catch {
            return .failed(.farEnd, reason: WebhookTrouble.words(for: error, timeout: settings.timeout))
        }
    }

    private func request(_ body: [UInt8], type: String, id: String?, now: WallTime) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: settings.url.revealed)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: type)
        request.headers.add(name: "User-Agent", value: "tocsin")
        if let id { request.headers.add(name: "Tocsin-Event-Id", value: id) }
        let secrets = [settings.secret, settings.secondSecret].compactMap { $0 }
        if !secrets.isEmpty {
            let signature = WebhookSignature.header(
                of: body, at: Int(now.secondsSince1970), secrets: secrets)
            request.headers.add(name: "Tocsin-Signature", value: signature)
        }
        if let token = settings.token {
            request.headers.add(name: "Authorization", value: "Bearer \(token.revealed)")
        }
        request.body = .bytes(ByteBuffer(bytes: body))
        return request
    }

    /// What the receiver says beside its status. Read in any case, so that the connection can be used again; where it does
    /// not end, the status has been said all the same.
    private func words(of answer: HTTPClientResponse) async -> String {
        let body = try? await within(seconds: Self.longestWords) {
            var text: [UInt8] = []
            for try await piece in answer.body {
                text += piece.readableBytesView.prefix(Self.mostWords - text.count)
                if text.count >= Self.mostWords { break }
            }
            return text
        }
        guard let body else { return "" }
        return ShownWords.of(body, hiding: [settings.token, settings.secret, settings.secondSecret, settings.url])
    }

    /// Where a redirect leads, as far as it may be shown.
    private func host(of location: String) -> String {
        guard location.contains("://") else { return "another path" }
        return WebhookSettings(url: Secret(String(location.prefix(500)))).place
    }
}

/// What a far end says, made fit for a line of a log.
enum ShownWords {
    /// 200 characters of `text` on one line; none of `secrets`, should the far end repeat it.
    static func of(_ text: [UInt8], hiding secrets: [Secret?]) -> String {
        var words = String(decoding: text, as: UTF8.self)
        for secret in secrets.compactMap({ $0?.revealed }) where !secret.isEmpty {
            words = words.replacing(secret, with: "(hidden)")
        }
        let isShown = { (scalar: Unicode.Scalar) in
            ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
        }
        var line = String.UnicodeScalarView()
        for scalar in words.unicodeScalars.prefix(1000) { line.append(isShown(scalar) ? scalar : " ") }
        return String(String(line).split(separator: " ").joined(separator: " ").prefix(200))
    }
}
