import Foundation
import TestSupport
import Testing

@testable import Console

/// Connections that nobody else can read.
@Suite struct TLSTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func run(_ program: String, _ arguments: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let output = folder.file("output")
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        process.standardOutput = FileHandle(forWritingAtPath: output)
        try process.run()
        await Program.end(of: process)
        return try String(contentsOfFile: output, encoding: .utf8)
    }

    private func certificate() async throws -> HTTPSettings.Certificate {
        let files = HTTPSettings.Certificate(certificate: folder.file("box.pem"), key: folder.file("box.key"))
        _ = try await run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=box", "-addext", "subjectAltName=IP:127.0.0.1", "-out", files.certificate, "-keyout",
                files.key,
            ])
        return files
    }

    @Test func `With a certificate everything is served encrypted, and nothing in the open`() async throws {
        let files = try await certificate()
        try await withServer(change: { $0.tls = files }) { client in
            let script = """
                import ssl, sys, urllib.request
                request = urllib.request.Request(sys.argv[1], headers={"Authorization": "Bearer " + sys.argv[2]})
                trust = ssl.create_default_context(cafile=sys.argv[3])
                print(urllib.request.urlopen(request, context=trust, timeout=8).read().decode())
                """
            let address = "https://127.0.0.1:\(client.port)/metrics"
            let output = try await run("/usr/bin/python3", ["-c", script, address, client.token, files.certificate])
            #expect(output.contains("a 1"), "\(output)")
            let open = await RawConnection.exchange(port: client.port, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(open?.contains("HTTP/1.1 200") != true)
        }
    }

    @Test func `Files that cannot be used are named, with what to do`() async throws {
        let files = HTTPSettings.Certificate(certificate: folder.file("none.pem"), key: folder.file("none.key"))
        let lines = LogLines()
        let waits = Recorder<Double>()
        var settings = HTTPSettings(host: "127.0.0.1", port: 0)
        settings.tls = files
        let server = HTTPServer(
            settings, pages: .fixed(), api: try APIFixture().api(), logger: lines.logger,
            sleep: { seconds in
                waits.add(seconds)
                try await Task.sleep(for: .seconds(60))
            })
        let running = Task { await server.run() }
        #expect(await waits.wait(seconds: 10) { !$0.isEmpty })
        running.cancel()
        await running.value
        let line = lines.all.first ?? ""
        #expect(line.contains(files.certificate) && line.contains("`tls` under `http:`"), "\(line)")
    }
}
