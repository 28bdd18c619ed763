import Console
import ServiceLifecycle
import TestSupport
import Testing

/// Clients that connect and then do next to nothing.
@Suite struct SlowClientTests {
    /// Connections that have sent a part of a request.
    private func slow(_ count: Int, port: Int, _ beginning: String = "GET /metrics HTTP/1.1\r\nHost: a\r\n")
        -> [RawConnection]
    {
        (0..<count).compactMap { _ in
            let connection = RawConnection(port: port)
            connection?.send(beginning)
            return connection
        }
    }

    @Test func `Fifty of them hold nobody up`() async throws {
        try await withServer { client in
            let clients = slow(50, port: client.port)
            #expect(clients.count == 50)
            for _ in 0..<5 {
                for slow in clients { #expect(slow.send("X")) }
                let began = ContinuousClock.now
                #expect(await client.get("/metrics")?.status == 200)
                #expect(ContinuousClock.now - began < .seconds(8))
            }
        }
    }

    @Test(arguments: [
        "", "GET /met", "GET /metrics HTTP/1.1\r\nHost: a\r\nX: ",
        // Answered at once; what follows never ends.
        "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n",
    ])
    func `However far it got, a connection ends when its time is over`(beginning: String) async throws {
        try await withServer(change: { $0.connectionSeconds = 0.5 }) { client in
            let answer = await RawConnection.exchange(port: client.port, beginning)
            #expect(answer != nil, "it stays open")
        }
    }

    @Test func `When slow clients have taken all places, the next one is served all the same`() async throws {
        let change = { (settings: inout HTTPSettings) in
            settings.connections = 3
            settings.connectionSeconds = 2
        }
        try await withServer(change: change) { client in
            // Four are let in at once at most.
            let clients = slow(8, port: client.port)
            #expect(clients.count == 8)
            // Its own time is as short as theirs: a busy machine may need another try.
            try await until("the next one is served", within: 20) { await client.get("/healthz")?.status == 200 }
        }
    }

    @Test func `Nor do those that do not read their answer keep the connection`() async throws {
        let large = String(repeating: "a 1\n", count: 8 << 20)
        try await withServer(.fixed(metrics: large), change: { $0.connectionSeconds = 2 }) { client in
            let reader = try #require(RawConnection(port: client.port, patience: 5))
            reader.send("GET /metrics HTTP/1.1\r\nHost: a\r\n\(client.authorization)\r\n")
            // Another one is asked for until the time of the first is over.
            let began = ContinuousClock.now
            while ContinuousClock.now - began < .seconds(6) {
                try await until("another one is served", within: 20) { await client.get("/healthz")?.status == 200 }
            }
            let rest = reader.readToEnd()
            #expect(rest.isClosed && rest.text.utf8.count < large.utf8.count)
        }
    }

    @Test func `The service stops at once although they are there`() async throws {
        let fixture = try APIFixture()
        let ports = Recorder<Int>()
        let server = HTTPServer(
            HTTPSettings(host: "127.0.0.1", port: 0), pages: .fixed(), api: try fixture.api(),
            logger: LogLines().logger,
            onListening: { ports.add($0) })
        let group = ServiceGroup(configuration: .init(services: [server], logger: LogLines().logger))
        let running = Task { try await group.run() }
        #expect(await ports.wait(seconds: 10) { !$0.isEmpty })
        let client = TestClient(port: try #require(ports.values.first), token: fixture.operate)
        var clients = slow(20, port: client.port) + slow(20, port: client.port, "")
        clients += slow(20, port: client.port, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(clients.count == 60)
        // Served, so those before it have been taken in.
        #expect(await client.get("/healthz")?.status == 200)
        let began = ContinuousClock.now
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(ContinuousClock.now - began < .seconds(8))
        withExtendedLifetime(clients) {}
    }
}
