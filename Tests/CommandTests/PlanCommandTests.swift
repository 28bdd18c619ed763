import Foundation
import TestSupport
import Testing

/// `tocsin plan` as an installer runs it, on a real RTSP server.
@Suite struct PlanCommandTests {
    private static let password = "p4ss-of-plan"

    private func site(_ cameras: [String], nvrs: String = "[]", in folder: ScratchFolder) throws -> String {
        let text =
            "site: test\nhttp: {enabled: false}\nbooks: {enabled: false}\nnvrs: \(nvrs)\ncameras:\n" + cameras.joined()
        try text.write(toFile: folder.file("site.yaml"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file("site.yaml"))
        return folder.file("site.yaml")
    }

    private func camera(
        _ id: String, port: Int, password: String, nvr: String? = nil, connect: Int = 5
    ) -> String {
        """
          - camera: \(id)
            url: rtsp://127.0.0.1:\(port)/cam0
            username: admin
            password: "\(password)"
            timeouts: {connect: \(connect)}
            detectors: {thrown-object: {}}

        """
            + (nvr.map { "    nvr: \($0)\n" } ?? "")
    }

    @Test(
        "A recorder that does not answer is waited for no longer than the help says, and each of its cameras is told why"
    )
    func deadRecorder() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 1500, width: 320, height: 180)
        let server = try TestServer.rtsp(clip: folder.file("a.mp4"))
        let silent = try TestServer.broken("--silent")
        let full = try TestServer.broken("--status", "453")
        // One after the other they would take more than 70 s.
        let dead = (1...7).map { camera("dead-\($0)", port: silent.port, password: "x", nvr: "nvr-1", connect: 10) }
        let config = try site(
            [camera("good", port: server.port, password: "x")] + dead
                + [camera("refused", port: full.port, password: "x", nvr: "nvr-2")],
            nvrs: "[{id: nvr-1, maxConnects: 1}, {id: nvr-2}]", in: folder)
        let began = ContinuousClock.now
        let outcome = try await Program.run(["plan", "--config", config, "--seconds", "3"])
        #expect(ContinuousClock.now - began < .seconds(45), "3 and 20, and what a busy machine adds")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        for id in 1...7 {
            #expect(lines.contains { $0.contains(": ") && $0.contains("dead-\(id)") }, "\(outcome.output)")
        }
        #expect(outcome.output.contains("not reached in the time") || outcome.output.contains("not tried"))
        #expect(outcome.output.contains("no answer"))
        if !outcome.output.contains("refused: not tried") {
            #expect(outcome.output.contains("recorder nvr-2 gave 0 of 1 streams"), "\(outcome.output)")
            #expect(outcome.output.contains("room in the recorders"))
        }
    }

    @Test("Cameras are measured, one that refuses is named and reckoned like them; no password is shown, no file stays")
    func measures() async throws {
        let folder = try ScratchFolder()
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 1500, width: 320, height: 180)
        let server = try TestServer.rtsp(
            clip: folder.file("a.mp4"), ["--user", "admin", "--password", Self.password])
        let config = try site(
            [
                camera("good", port: server.port, password: Self.password),
                camera("locked", port: server.port, password: "wrong-of-plan"),
                camera("gone", port: 1, password: Self.password),
            ], in: folder)
        let outcome = try await Program.run(["plan", "--config", config, "--seconds", "8", "--format", "json"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let cameras = try #require(report["cameras"] as? [[String: Any]])
        #expect(cameras.map { $0["isMeasured"] as? Bool } == [true, false, false])
        #expect(cameras[0]["picture"] as? [Int] == [320, 180])
        let rate = try #require(cameras[0]["framesPerSecond"] as? Double)
        #expect(20...35 ~= rate, "\(rate)")
        let needs = cameras.compactMap { ($0["need"] as? [String: Any])?["cores"] as? Double }
        #expect(needs.count == 3 && needs[0] > 0 && needs[1] == needs[0] && needs[2] == needs[0])
        #expect((cameras[1]["failure"] as? String)?.contains("refused the user name or password") == true)
        #expect((cameras[2]["failure"] as? String)?.contains("nothing listens on this port") == true)
        #expect(report["fits"] is Int)
        for secret in [Self.password, "wrong-of-plan"] { #expect(!(outcome.output + outcome.errors).contains(secret)) }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.file(""))
        #expect(Set(files) == ["a.mp4", "site.yaml"])
    }

    @Test("Where no camera can be reached the status is 1, with the remedy; where none is switched on, 2")
    func unreachable() async throws {
        let folder = try ScratchFolder()
        let config = try site([camera("gone", port: 1, password: Self.password)], in: folder)
        let outcome = try await Program.run(["plan", "--config", config, "--seconds", "3"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("gone: nothing listens on this port"), "\(outcome.output)")
        #expect(outcome.errors.contains("no camera could be watched"))
        #expect(!outcome.output.contains("CORES") && !outcome.output.contains("limit"), "\(outcome.output)")
        let off = try site(
            [camera("gone", port: 1, password: Self.password) + "    enabled: false\n"], in: folder)
        let none = try await Program.run(["plan", "--config", off])
        #expect(none.status == 2, "\(none.errors)")
        #expect(try await Program.run(["plan", "--config", config, "--seconds", "1"]).status == 2)
    }
}
