import Console
import TestSupport
import Testing

@Suite struct HTTPServerTests {
    @Test func `/metrics gives the text as Prometheus asks for it, and says nothing of what serves it`() async throws {
        try await withServer(.fixed(metrics: "# HELP a As.\na{b=\"电梯\"} 1\n")) { client in
            let answer = try #require(await client.get("/metrics"))
            #expect(answer.status == 200 && answer.body == "# HELP a As.\na{b=\"电梯\"} 1\n")
            #expect(answer.head.contains("content-type: text/plain; version=0.0.4; charset=utf-8"))
            #expect(answer.head.contains("cache-control: no-store"))
            #expect(answer.head.contains("content-length: \(answer.body.utf8.count)"))
            #expect(!answer.head.contains("server:") && !answer.head.contains("hummingbird"), "\(answer.head)")
        }
    }

    @Test func `HEAD gives the same head and no body`() async throws {
        try await withServer(.fixed(metrics: "a 1\nb 2\n")) { client in
            let answer = try #require(await client.get("/metrics", method: "HEAD"))
            #expect(answer.status == 200 && answer.body.isEmpty)
            #expect(answer.head.contains("content-length: 8") && answer.head.contains("version=0.0.4"))
        }
    }

    private static let verdicts: [([String], Int, String)] = [
        ([], 200, "well\n"), (["a hangs", "b hangs"], 503, "a hangs\nb hangs\n"),
    ]

    @Test(arguments: verdicts)
    func `/healthz is 200 while all is well, else 503 with the reasons`(
        troubles: [String], status: Int, body: String
    ) async throws {
        try await withServer(.fixed(troubles: troubles)) { client in
            let answer = try #require(await client.get("/healthz"))
            #expect(answer.status == status && answer.body == body)
            let ready = try #require(await client.get("/readyz"))
            #expect(ready.status == 200 && ready.body == "ready\n")
        }
    }

    @Test func `/readyz is 503 with the reasons while something stands in the way`() async throws {
        try await withServer(.fixed(obstacles: ["the queue refuses alarms: its disk is full"])) { client in
            let answer = try #require(await client.get("/readyz?verbose=1"))
            #expect(answer.status == 503 && answer.body == "the queue refuses alarms: its disk is full\n")
            #expect(await client.get("/healthz")?.status == 200)
        }
    }

    @Test(arguments: ["/metrics/", "/metrics/../healthz", "/etc/passwd", "/METRICS", "/%2e%2e/metrics"])
    func `Other paths are not there`(path: String) async throws {
        try await withServer { client in
            #expect(await client.get(path)?.status == 404)
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
    func `Pages can only be read`(method: String) async throws {
        try await withServer { client in
            let answer = try #require(await client.get("/metrics", method: method))
            #expect(answer.status == 405 && answer.head.contains("allow: get, head"))
        }
    }

    private static let refused: [(request: String, begins: String)] = [
        ("GET /metrics HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n", "HTTP/1.1 400"),
        ("GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000000\r\n\r\nabc", "HTTP/1.1 413"),
        ("GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "HTTP/1.1 413"),
        ("\u{16}\u{3}\u{1}\u{2} this is not HTTP\r\n\r\n", "HTTP/1.1 400"),
    ]

    @Test(arguments: refused.indices)
    func `What is too large, or no HTTP, is refused and the connection closed`(_ index: Int) async throws {
        let (request, begins) = Self.refused[index]
        try await withServer { client in
            let request = request.replacing("Host: a\r\n", with: "Host: a\r\n\(client.authorization)")
            let answer = try #require(await RawConnection.exchange(port: client.port, request), "it stays open")
            #expect(answer.hasPrefix(begins), "\(answer.prefix(80))")
            #expect(await client.get("/healthz")?.status == 200, "and others are served")
        }
    }

    @Test func `One connection may ask again and again`() async throws {
        try await withServer { client in
            let one = "GET /metrics HTTP/1.1\r\nHost: a\r\n\(client.authorization)\r\n"
            let last = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let answer = try #require(await RawConnection.exchange(port: client.port, one + one + last))
            #expect(answer.ranges(of: "HTTP/1.1 200").count == 3)
        }
    }
}
