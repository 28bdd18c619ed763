import Glibc
import NIOCore
import TestSupport
import Testing

@testable import Console

@Suite struct ListenTests {
    @Test func `A port that is taken is said with its remedy, and tried again until it is free`() async throws {
        let lines = LogLines()
        let ports = Recorder<Int>()
        let waits = Recorder<Double>()
        let (attempts, next) = AsyncStream<Void>.makeStream()
        var running: Task<Void, Never>?
        let api = try APIFixture().api()
        try await withServer { other in
            let taken = other.port
            let settings = HTTPSettings(host: "127.0.0.1", port: taken)
            let server = HTTPServer(
                settings, pages: .fixed(), api: api, logger: lines.logger, onListening: { ports.add($0) },
                sleep: { seconds in
                    waits.add(seconds)
                    for await _ in attempts { return }
                    throw CancellationError()
                })
            running = Task { await server.run() }
            #expect(await waits.wait(seconds: 10) { $0.count == 1 })
            next.yield()
            #expect(await waits.wait(seconds: 10) { $0.count == 2 })
            #expect(waits.values == [60, 60] && ports.values.isEmpty)
            #expect(lines.all.count == 1, "the second time is no news: \(lines.all)")
            let line = lines.all.first ?? ""
            #expect(line.contains("port \(taken) of 127.0.0.1") && line.contains("set another `port` under `http:`"))
        }
        next.yield()
        #expect(await ports.wait(seconds: 10) { !$0.isEmpty })
        let port = try #require(ports.values.first)
        #expect(await RawConnection.get(port: port, "/healthz")?.status == 200)
        running?.cancel()
        await running?.value
    }

    @Test(arguments: [
        (EADDRINUSE, "another program listens on port 80 of 127.0.0.1"),
        (EACCES, "set a `port` of 1024 or more"),
        (EADDRNOTAVAIL, "this machine has no address 127.0.0.1"),
        (EMFILE, "listening on port 80 of 127.0.0.1 fails"),
    ])
    func `Every failure to listen has its words`(code: Int32, words: String) {
        let failure = ListenFailure(IOError(errnoCode: code, reason: "bind"), host: "127.0.0.1", port: 80)
        #expect(failure.description.contains(words), "\(failure)")
        #expect(failure.description.contains("`http:`"), "it names the key to change")
    }
}
