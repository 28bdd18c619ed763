import Foundation
import SyntheticScenes
import TestSupport
import Testing
import VideoCore
import VideoStreams

/// E-bikes in lifts from the command line, on a drawn lift and a network for which red is an e-bike.
@Suite(.serialized) struct LiftTests {
    private static let network = Program.checkout + "/Tests/DetectorsTests/Resources/wheels.onnx"
    private static let sha256 = "c2bae5b9445baf26a5f9f925ec5e87285dd9e3a74c00c71bc9cf6798c25e6d83"

    private let folder: ScratchFolder
    private let models: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        models = try ScratchFolder()
        try FileManager.default.copyItem(atPath: Self.network, toPath: models.file("wheels.onnx"))
        let manifest = """
            {"models": [{"name": "ebike", "version": "7", "file": "wheels.onnx", "sha256": "\(Self.sha256)",
              "licence": "Apache-2.0", "task": "yolox", "width": 320, "height": 192, "colours": "rgb", "strides": [32],
              "overlap": 0.05, "classes": ["ebike", "bicycle", "person"],
              "thresholds": {"ebike": 0.5, "bicycle": 0.5, "person": 0.5}}]}
            """
        try Data(manifest.utf8).write(to: URL(fileURLWithPath: models.file("manifest.json")))
    }

    /// Draws a lift into which an e-bike comes after three seconds, and half a minute later one to stay: where a busy
    /// machine stands still at the first alarm, which then holds no door, there is another. Returns the areas as YAML.
    private func draw(seconds: Double = 75) throws -> String {
        let visits = [LiftVisit(.ebike, enters: 3, leaves: 17), LiftVisit(.ebike, enters: 34)]
        let scene = LiftScene(visits, duration: seconds)
        let renderer = LiftRenderer(scene)
        var options = ClipOptions()
        options.groupLength = 25
        options.nominalFrameRate = 13
        var writer = try ClipWriter(to: folder.file("lift.mp4"), options: options)
        for frame in renderer.frames { try writer.write(frame) }
        try writer.finish()
        func list(_ polygon: Polygon) -> String {
            "[" + polygon.corners.map { "[\($0.x), \($0.y)]" }.joined(separator: ", ") + "]"
        }
        return "cabin: \(list(scene.floor)), door: \(list(scene.door))"
    }

    /// A site whose lift holds its door by `output`; returns the path of its configuration.
    private func site(by output: String = "relay: relay") throws -> String {
        let areas = try draw()
        let text = """
            site: test
            dataDirectory: ./data
            http: {enabled: false}
            evidence: {minimumFree: 1MiB}
            outbox: {reserve: 1MiB}
            sinks: [{file: {path: alarms.jsonl}}]
            cameras:
              - camera: lift
                url: lift.mp4
                detectors:
                  ebike: {\(areas), prompt: out, holdDoor: {\(output), fireService: fire}}
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("site.yaml")))
        try Data("0\n".utf8).write(to: URL(fileURLWithPath: folder.file("fire")))
        return folder.file("site.yaml")
    }

    private func start(_ config: String) throws -> Process {
        try Program.start(
            ["run", "--config", config], wrapper: ["TOCSIN_MODELS=\(models.path)"], output: folder.file("out"),
            errors: folder.file("err"))
    }

    private var relay: String {
        ((try? String(contentsOfFile: folder.file("relay"), encoding: .utf8)) ?? "").prefix(1) + ""
    }
    private var log: String { (try? String(contentsOfFile: folder.file("err"), encoding: .utf8)) ?? "" }
    private var details: [String] {
        let text = (try? String(contentsOfFile: folder.file("data/alarms.jsonl"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap {
            let event = (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
            let data = event?["data"] as? [String: Any]
            return (data?["detail"] ?? data?["prompt"]) as? String
        }
    }

    @Test("A file rings once within two seconds of the threshold, with the model named, and its annotation is written")
    func analyze() async throws {
        let areas = try draw(seconds: 12)
        try Data("camera: lift\ndetectors:\n  ebike: {\(areas)}\n".utf8)
            .write(to: URL(fileURLWithPath: folder.file("lift.yaml")))
        let outcome = try await Program.run(
            [
                "analyze", folder.file("lift.mp4"), "--config", folder.file("lift.yaml"), "--annotate",
                folder.file("seen.mp4"),
            ], wrapper: ["TOCSIN_MODELS=\(models.path)"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let events = outcome.output.split(separator: "\n").compactMap {
            ((try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any])?["data"] as? [String: Any]
        }
        #expect(events.map { $0["phase"] as? String } == ["open", "close"])
        #expect(events.first?["kind"] as? String == "ebike-in-elevator" && events.first?["priority"] as? Int == 2)
        let detected = (events.first?["mediaTime"] as? [String: Double])?["detected"] ?? 0
        #expect((3...5).contains(detected), "\(detected)")
        #expect(FileManager.default.fileExists(atPath: folder.file("seen.mp4")))
    }

    @Test("The door is held while the e-bike is in, and let go when the service is killed")
    func killed() async throws {
        let process = try start(try site())
        #expect(try await eventually(seconds: 60) { relay == "1" }, "\(log)")
        #expect(try await eventually(seconds: 10) { details.contains("out") })
        kill(process.processIdentifier, SIGKILL)
        #expect(try await eventually(seconds: 20) { relay == "0" })
    }

    @Test("A command, fire service and the end of the program let the door go, and each is an event")
    func released() async throws {
        let config = try site()
        let process = try start(config)
        #expect(try await eventually(seconds: 60) { relay == "1" }, "\(log)")
        let outcome = try await Program.run(["release", "--config", config, "lift"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try await eventually(seconds: 20) { relay == "0" })
        #expect(try await eventually(seconds: 20) { details.contains { $0.contains("released by command") } })
        #expect(details.contains { $0.contains("door is held") })
        #expect(await TestSite.stop(process) < 6)
        #expect(process.terminationStatus == 0)
        let wrong = try await Program.run(["release", "--config", config, "lobby"])
        #expect(wrong.status == 2 && wrong.errors.contains("no camera “lobby”"), "\(wrong.errors)")
    }

    @Test("In fire service the door is never held")
    func fireService() async throws {
        let config = try site()
        try Data("1\n".utf8).write(to: URL(fileURLWithPath: folder.file("fire")))
        let process = try start(config)
        #expect(try await eventually(seconds: 60) { details.contains("out") }, "\(log)")
        #expect(try await !eventually(seconds: 2) { relay == "1" })
        #expect(await TestSite.stop(process) < 6)
    }

    private static let topic = "lifts/3-1/door"

    /// A broker, and a controller that writes what it hears to the file `heard`.
    private func startBroker() async throws -> (broker: LocalServer, controller: LocalServer, port: Int) {
        let port = try LocalServer.freePorts(1)[0]
        let settings = "\(getuid() == 0 ? "user root" : "")\nlistener \(port) 127.0.0.1\nallow_anonymous true\n"
        try settings.write(toFile: folder.file("mosquitto.conf"), atomically: true, encoding: .utf8)
        let broker = LocalServer("/usr/sbin/mosquitto", ["-c", folder.file("mosquitto.conf")], ports: [port])
        try await broker.start()
        let controller = LocalServer(
            "/usr/bin/mosquitto_sub", ["-p", "\(port)", "-q", "1", "-t", Self.topic], ports: [],
            output: folder.file("heard"))
        try await controller.start()
        return (broker, controller, port)
    }

    /// What the controller has heard on the topic: whether to hold.
    private var heard: [Bool] {
        let text = (try? String(contentsOfFile: folder.file("heard"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map { $0.contains(#""hold":true"#) }
    }

    @Test("By MQTT: leases are renewed while the e-bike is in, and the last will lets go when the service is killed")
    func killedWithBroker() async throws {
        let (broker, controller, port) = try await startBroker()
        defer { [broker, controller].forEach { $0.kill() } }
        let output = "mqtt: {url: \"mqtt://127.0.0.1:\(port)\", topic: \(Self.topic)}"
        let process = try start(try site(by: output))
        #expect(try await eventually(seconds: 60) { heard.suffix(3) == [true, true, true] }, "\(log)")
        #expect(heard.first == false, "free at first, then held")
        kill(process.processIdentifier, SIGKILL)
        #expect(try await eventually(seconds: 20) { heard.last == false })
    }

    @Test("By MQTT: a broker that is killed ends the hold, which is an event, and holds again for nobody")
    func brokerKilled() async throws {
        let (broker, controller, port) = try await startBroker()
        defer { [broker, controller].forEach { $0.kill() } }
        let output = "mqtt: {url: \"mqtt://127.0.0.1:\(port)\", topic: \(Self.topic)}"
        let process = try start(try site(by: output))
        #expect(try await eventually(seconds: 60) { heard.last == true }, "\(log)")
        broker.kill()
        #expect(try await eventually(seconds: 20) { details.contains { $0.contains("let go: what holds the door") } })
        try await broker.start()
        let count = heard.count
        #expect(try await eventually(seconds: 20) { heard.count > count }, "it is told that the door is free: \(log)")
        #expect(heard[count...].allSatisfy { !$0 })
        #expect(await TestSite.stop(process) < 6)
    }

    /// What a web server has been told: whether to hold.
    private var posted: [Bool] {
        let text = (try? String(contentsOfFile: folder.file("received"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let request = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let body = (request?["body"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
            return (try? JSONSerialization.jsonObject(with: body) as? [String: Any])?["hold"] as? Bool
        }
    }

    @Test("By POST: leases are signed and renewed, and the end of the program lets go")
    func webhook() async throws {
        let secret = "of thirty-two bytes, to be signed"
        try secret.write(toFile: folder.file("secret"), atomically: true, encoding: .utf8)
        let server = try TestServer("webhook_server.py", ["--folder", folder.path, "--secret", secret])
        defer { server.stop() }
        let output = "webhook: {url: \"http://127.0.0.1:\(server.port)/door\", secretFile: secret}"
        let process = try start(try site(by: output))
        #expect(try await eventually(seconds: 60) { posted.suffix(3) == [true, true, true] }, "\(log)")
        #expect(posted.first == false)
        #expect(await TestSite.stop(process) < 6)
        #expect(posted.last == false)
        #expect(!log.contains(secret))
    }

    @Test("By POST: a controller that is gone ends the hold, which is an event")
    func webhookGone() async throws {
        let server = try TestServer("webhook_server.py", ["--folder", folder.path])
        defer { server.stop() }
        let process = try start(
            try site(by: "webhook: {url: \"http://127.0.0.1:\(server.port)/door\"}"))
        #expect(try await eventually(seconds: 60) { posted.last == true }, "\(log)")
        server.stop()
        #expect(try await eventually(seconds: 20) { details.contains { $0.contains("let go: what holds the door") } })
        #expect(await TestSite.stop(process) < 6)
    }
}
