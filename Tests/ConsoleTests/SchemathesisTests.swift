import Alarms
import Foundation
import TestSupport
import Testing
import VideoCore

@testable import Console

/// Requests made up after the description of the interface, valid and broken, by schemathesis.
@Suite struct SchemathesisTests {
    private static let program = Program.checkout + "/.deps/schemathesis/bin/schemathesis"

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: program),
            "schemathesis is not installed: run scripts/setup test"))
    func `Whatever is asked, no answer is a failure of the server or other than described`() async throws {
        let fixture = try APIFixture()
        let alarms = try (1...20).map { try fixture.append($0).data.alarmID }
        try prepare(fixture.folder, alarm: alarms[0], closing: alarms[1])
        let drill = { @Sendable (drill: Drill, camera: CameraID) -> [AlarmEvent]? in
            camera.name == "gate"
                ? drill.events(of: CameraContext(site: "garden", camera: AlarmCamera(id: "gate"))) : nil
        }
        try await withServer(fixture: fixture, surroundings: { $0.drill = drill }) { client in
            let outcome = try await run(client, in: fixture.folder)
            #expect(outcome.status == 0, "\(outcome.output.suffix(6000))")
            // It does not ask for the document again that it was made from.
            #expect(outcome.output.contains("\(Route.allCases.count - 2) selected"))
            #expect(await client.get("/healthz")?.status == 200)
        }
        #expect(try fixture.outbox.alarm(alarms[0]).handling.contains { $0.state == .confirmed })
    }

    /// Alarms and evidence that there are, so that more than refusals is seen; nobody waits.
    private func prepare(_ folder: ScratchFolder, alarm: AlarmID, closing: AlarmID) throws {
        let day = folder.file("evidence/2026-01-31")
        try FileManager.default.createDirectory(atPath: day, withIntermediateDirectories: true)
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: day + "/a.jpg"))
        let settings = """
            [parameters]
            "query.wait" = 0
            "path.id" = "\(alarm)"
            "path.day" = "2026-01-31"
            "path.file" = "a.jpg"

            [[operations]]
            include-operation-id = "close"
            parameters = { "path.id" = "\(closing)" }
            """
        try settings.write(toFile: folder.file("schemathesis.toml"), atomically: true, encoding: .utf8)
    }

    /// The stream is left out, as it has no end.
    private func run(_ client: TestClient, in folder: ScratchFolder) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.arguments = [
            "run", "http://127.0.0.1:\(client.port)/v1/openapi.json", "--header",
            "Authorization: Bearer \(client.token)",
            "--exclude-operation-id", "stream", "--phases", "examples,coverage,fuzzing", "--max-examples", "25",
            "--seed", "1", "--checks",
            "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
                + "response_schema_conformance,unsupported_method,negative_data_rejection",
            "--generation-database", "none", "--no-color",
        ]
        let output = folder.file("schemathesis")
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let handle = FileHandle(forWritingAtPath: output)
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        await Program.end(of: process)
        return (process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8))
    }
}
