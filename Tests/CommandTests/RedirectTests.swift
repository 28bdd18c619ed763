import Foundation
import TestSupport
import Testing

/// A camera, or someone in its place, that sends Tocsin elsewhere.
@Suite struct RedirectTests {
    @Test(
        "A redirect to another host is refused before anything is connected to, and the password stays here",
        arguments: [
            ("rtsp", "rtsp://localhost:PORT/x"), ("rtsp", "rtsp://127.0.0.1:9@localhost:PORT/x"),
            ("rtsp", "rtsp://127.0.0.1:\(String(repeating: "9", count: 900))@localhost:PORT/x"),
            ("http", "http://localhost:PORT/x.ts"), ("http", "//localhost:PORT/x.ts"),
            ("http", "http://127.0.0.1:\(String(repeating: "9", count: 900))@localhost:PORT/x.ts"),
        ])
    func elsewhere(scheme: String, location: String) async throws {
        let folder = try ScratchFolder()
        let other = try TestServer.broken("--record", folder.file("sent"))
        let camera = try TestServer.broken(
            "--redirect", location.replacing("PORT", with: "\(other.port)"))
        let outcome = try await Program.run(["probe", "\(scheme)://admin:hunter2@127.0.0.1:\(camera.port)/x"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("sends Tocsin to another host"), "\(outcome.errors)")
        #expect(!outcome.errors.contains("hunter2"))
        #expect(outcome.seconds < 20)
        #expect((try? String(contentsOfFile: folder.file("sent"), encoding: .utf8)) == nil)
    }

    @Test("A redirect within the same host is followed")
    func samePlace() async throws {
        for (scheme, method) in [("rtsp", "OPTIONS"), ("http", "GET")] {
            let folder = try ScratchFolder()
            let other = try TestServer.broken("--record", folder.file("sent"))
            let camera = try TestServer.broken("--redirect", "\(scheme)://127.0.0.1:\(other.port)/y")
            let outcome = try await Program.run(["probe", "\(scheme)://127.0.0.1:\(camera.port)/x"])
            #expect(outcome.status == 1)
            let sent = try String(contentsOfFile: folder.file("sent"), encoding: .utf8)
            #expect(sent.contains("\(method) "), "\(outcome.errors)")
        }
    }
}
