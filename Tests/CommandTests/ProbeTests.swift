import Foundation
import TestSupport
import Testing
import VideoStreams

/// `tocsin probe` against real servers: what a camera gives, or the step that failed.
@Suite struct ProbeTests {
    private static let password = "p@ss:w/ord&%1"

    @Test("A good camera is described, over TCP and UDP, with digest and basic authentication")
    func good() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 150)
        for (transport, method) in [("tcp", "digest"), ("udp", "digest"), ("tcp", "basic")] {
            let server = try TestServer.rtsp(
                clip: folder.file("a.mp4"),
                ["--user", "admin", "--password", Self.password, "--methods", method])
            let outcome = try await Program.run([
                "probe", "rtsp://admin:\(Self.password)@127.0.0.1:\(server.port)/cam0", "--transport", transport,
                "--seconds", "2",
            ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("h264"))
            #expect(outcome.output.contains("160 × 96, 25.00 a second"))
            #expect(!outcome.output.contains(Self.password) && !outcome.output.contains("admin"))
        }
    }

    @Test("A camera behind TLS is described; asked without TLS, the mistake is named")
    func tls() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 150)
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        openssl.arguments = [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-keyout",
            folder.file("tls.pem"), "-out", folder.file("certificate.pem"),
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        await Program.end(of: openssl)
        let certificate = try Data(contentsOf: URL(fileURLWithPath: folder.file("certificate.pem")))
        let key = try Data(contentsOf: URL(fileURLWithPath: folder.file("tls.pem")))
        try (certificate + key).write(to: URL(fileURLWithPath: folder.file("tls.pem")))
        let server = try TestServer.rtsp(
            clip: folder.file("a.mp4"), ["--user", "u", "--password", "p", "--tls", folder.file("tls.pem")])
        let secure = try await Program.run(["probe", "rtsps://u:p@127.0.0.1:\(server.port)/cam0", "--seconds", "2"])
        #expect(secure.status == 0 && secure.output.contains("160 × 96"), "\(secure.errors)")
        let plain = try await Program.run(["probe", "rtsp://u:p@127.0.0.1:\(server.port)/cam0"])
        #expect(plain.status == 1 && plain.errors.contains("does not speak this protocol"), "\(plain.errors)")
    }

    @Test("H.265 is described too")
    func h265() async throws {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.codec = .h265
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 150, options: options)
        let server = try TestServer.rtsp(clip: folder.file("a.mp4"), ["--codec", "h265"])
        let outcome = try await Program.run(["probe", "rtsp://127.0.0.1:\(server.port)/cam0", "--seconds", "2"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("hevc"))
    }

    @Test("Wrong password, wrong path and a closed port are told apart at once, and the password is not repeated")
    func refusals() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 25)
        let server = try TestServer.rtsp(
            clip: folder.file("a.mp4"), ["--user", "admin", "--password", Self.password])
        let cases = [
            ("rtsp://admin:hunter2@127.0.0.1:\(server.port)/cam0", "refused the user name or password"),
            ("rtsp://admin:\(Self.password)@127.0.0.1:\(server.port)/nothing", "no stream at this path"),
            ("rtsp://admin:hunter2@127.0.0.1:1/cam0", "nothing listens on this port"),
            ("rtsp://admin:hunter2@nowhere.invalid/cam0", "host name is not known"),
        ]
        for (url, reason) in cases {
            let outcome = try await Program.run(["probe", url], wrapper: ["RES_OPTIONS=timeout:1 attempts:1"])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains(reason), "\(outcome.errors)")
            #expect(outcome.seconds < 10)
            #expect(!outcome.errors.contains("hunter2") && !outcome.errors.contains(Self.password))
        }
    }

    @Test(
        "A status of the device becomes its own reason",
        arguments: [
            (453, "no room"), (503, "no room"), (403, "refused the user name"), (404, "no stream at this path"),
        ])
    func statuses(status: Int, reason: String) async throws {
        let server = try TestServer.broken("--status", "\(status)")
        let outcome = try await Program.run(["probe", "rtsp://127.0.0.1:\(server.port)/x"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(outcome.errors.contains("status \(status)"))
    }

    @Test("A server that accepts and says nothing, or does not even accept, is noticed within six seconds")
    func silence() async throws {
        for fault in ["--silent", "--full"] {
            let server = try TestServer.broken(fault)
            var shortest = Double.infinity
            // Five seconds of patience and half a one for a look at what answers there; a busy machine adds what it likes.
            for _ in 0..<3 where shortest > 6 {
                let outcome = try await Program.run(["probe", "rtsp://127.0.0.1:\(server.port)/x"])
                #expect(outcome.status == 1)
                #expect(outcome.errors.contains("no answer to the attempt to connect"), "\(outcome.errors)")
                shortest = min(shortest, outcome.seconds)
            }
            #expect(shortest <= 6)
        }
    }

    @Test("Garbage instead of RTSP ends with a reason, not with a crash")
    func garbage() async throws {
        let garbage = try TestServer.broken("--garbage")
        let outcome = try await Program.run(["probe", "rtsp://127.0.0.1:\(garbage.port)/x", "--seconds", "1"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("tocsin probe: rtsp://127.0.0.1"), "\(outcome.errors)")
        // Among random packets there are pictures that can be decoded.
        let forged = try TestServer.broken("--forged")
        let lucky = try await Program.run(["probe", "rtsp://127.0.0.1:\(forged.port)/x", "--seconds", "1"])
        #expect([0, 1].contains(lucky.status), "\(lucky.errors)")
    }

    @Test("An address without a route is named as such", .enabled(if: canUnshare))
    func noRoute() async throws {
        // A network namespace of its own, in which nothing but loopback exists: no packet leaves the machine.
        let outcome = try await Program.run(["probe", "rtsp://10.1.2.3/x"], wrapper: ["unshare", "-rn"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("no route"), "\(outcome.errors)")
        #expect(outcome.seconds < 10)
    }

    private static let canUnshare: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["unshare", "-rn", "true"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
