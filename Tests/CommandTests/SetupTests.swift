import Foundation
import TestSupport
import Testing

/// A site set up from the page of its console, while it runs: real RTSP servers, the real program.
@Suite struct SetupTests {
    private let site: TestSite
    private static let password = "se:cr@t&1"

    init() throws { site = try TestSite() }

    private func running(
        _ recording: String = TestSite.sample, _ body: (SetupBrowser) async throws -> Void
    ) async throws {
        let process = try site.start(try site.write(url: recording, more: "    loop: true", http: "{port: 0}"))
        do {
            try #require(try await eventually(seconds: 20) { site.port != nil && site.token != nil }, "\(site.log)")
            try await body(try await SetupBrowser(port: try #require(site.port), token: try #require(site.token)))
        } catch {
            _ = await TestSite.stop(process)
            throw error
        }
        #expect(await TestSite.stop(process) < 6)
        #expect(process.terminationStatus == 0)
        #expect(!site.log.contains(Self.password))
    }

    private var text: String {
        (try? String(contentsOfFile: site.folder.file("site.yaml"), encoding: .utf8)) ?? ""
    }

    private func url(_ server: TestServer) -> String { "rtsp://127.0.0.1:\(server.port)/cam0" }

    @Test("A camera is probed, added, changed and taken back, and the alarms of another go on")
    func wholeWay() async throws {
        let server = try TestServer.rtsp(clip: TestSite.sample, ["--user", "guard", "--password", Self.password])
        let login: [String: Any] = ["url": url(server), "username": "guard", "password": Self.password]
        // Not one that begins anew after eight seconds: that counts as another connection.
        try await running(try await site.longSample()) { browser in
            let original = text
            let probe = try await browser.post("probe", login)
            #expect(probe["ok"] as? Bool == true, "\(probe)")
            #expect(steps(probe) == ["address", "connect", "login", "stream", "packets", "picture"])
            #expect((probe["picture"] as? String)?.hasPrefix("data:image/jpeg;base64,/9j/") == true)
            #expect((probe["stream"] as? [String: Any])?["codec"] as? String == "h264")

            var entry = login
            entry["camera"] = "gate"
            entry["name"] = "东门"
            entry["detectors"] = ["quality": [String: Any]()]
            var change: [String: Any] = [
                "revision": try await browser.revision(), "section": "cameras", "id": "gate", "entry": entry,
            ]
            let check = try await browser.post("check", change)
            #expect(check["mistakes"] as? [String] == [] && text == original, "\(check)")
            let added = try await browser.post("apply", change)
            #expect(added["applied"] as? Bool == true && (added["restarts"] as? [String]) == [], "\(added)")
            #expect((added["diff"] as? String)?.contains("+  - camera: gate") == true)
            #expect(
                (added["diff"] as? String)?.contains("\n-") == false && !text.contains(Self.password)
                    && !"\(added)".contains(Self.password))
            let files = try FileManager.default.contentsOfDirectory(atPath: site.folder.file("passwords"))
            #expect(files.count == 1 && text.contains("passwordFile: passwords/\(files.first ?? "?")"))
            #expect(try await browser.reaches("tocsin_camera_up{camera=\"gate\"} 1"))
            #expect(try await browser.reaches("tocsin_device_up{device=\"gate\"} 1"), "the books know it at once")
            #expect((added["warnings"] as? [Any])?.isEmpty == true, "\(added)")
            #expect(try await browser.ask("apply", change).status == 409, "the file has changed meanwhile")

            let shown = try await browser.get("cameras/gate")
            #expect(shown["hasPassword"] as? Bool == true && !"\(shown)".contains(Self.password))
            var other = try #require(shown["entry"] as? [String: Any])
            other["detectors"] = [
                "thrown-object": [
                    "floors": Self.lines(0.9), "floorHeight": 3, "facade": [[0, 0], [1, 0], [1, 1], [0, 1]],
                ]
            ]
            change["entry"] = other
            change["revision"] = try await browser.revision()
            let changed = try await browser.post("apply", change)
            #expect(changed["restarts"] as? [String] == ["gate"], "\(changed)")
            #expect(try await browser.reaches("tocsin_camera_up{camera=\"gate\"} 1"))

            // Twice back: the change, then the camera.
            _ = try await browser.post("undo", ["revision": try await browser.revision()])
            #expect(!text.contains("thrown-object:\n        facade: [[0, 0]"))
            let undone = try await browser.post("undo", ["revision": try await browser.revision()])
            #expect(undone["applied"] as? Bool == true && text == original)
            #expect(try await browser.reaches("tocsin_cameras{state=\"streaming\"} 1"))
            #expect(try await browser.metrics().contains("camera=\"gate\"") == false)
            let none = try await browser.ask("undo", ["revision": try await browser.revision()])
            #expect(none.status == 409 && none.body.contains("nothing-to-undo"))

            let versions = try #require(try await browser.get("history")["versions"] as? [[String: Any]])
            #expect(versions.map { $0["number"] as? Int } == [5, 4, 3, 2, 1])
            #expect(versions.map { $0["current"] as? Bool } == [true, false, false, false, false])
            try #require(versions.count == 5)
            #expect(versions[3]["what"] as? String == "camera gate added" && versions[3]["by"] as? String == "李工")
            let what = "camera gate changed: detectors.quality, detectors.thrown-object"
            #expect(versions[2]["what"] as? String == what)
            let audit = try await browser.console("/console/api/audit")
            #expect(
                audit.status == 200 && audit.body.components(separatedBy: "\"configure\"").count == 5, "\(audit.body)")
            #expect(audit.body.contains(what))

            #expect(try await browser.metrics().contains("tocsin_camera_connections_total{camera=\"facade\"} 1\n"))
            let before = site.events.count
            #expect(try await eventually(seconds: 20) { site.events.count > before + 1 })
        }
        let history = site.folder.file("data/config-history")
        for file in try FileManager.default.contentsOfDirectory(atPath: history) {
            let attributes = try FileManager.default.attributesOfItem(atPath: history + "/" + file)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(file)")
            #expect(try !String(contentsOfFile: history + "/" + file, encoding: .utf8).contains(Self.password))
        }
    }

    private static func lines(_ from: Double) -> [[String: Any]] {
        [3, 6, 9].enumerated().map { index, floor in
            let y = from - 0.3 * Double(index)
            return ["floor": floor, "line": [[0.05, y], [0.95, y]]]
        }
    }

    private func steps(_ probe: [String: Any]) -> [String] {
        (probe["steps"] as? [[String: Any]] ?? []).compactMap { $0["step"] as? String }
    }

    @Test("The step that fails is named with its remedy, and a probe does not wait for ever")
    func probes() async throws {
        let server = try TestServer.rtsp(clip: TestSite.sample, ["--user", "guard", "--password", Self.password])
        let silentServer = try TestServer.broken("--silent")
        let refusing = try TestServer.broken("--status", "401")
        let silent = "rtsp://127.0.0.1:\(silentServer.port)/x"
        let closed = try LocalServer.freePorts(1)[0]
        try await running { browser in
            for (question, step) in [
                (["url": url(server), "username": "guard", "password": "wrong"], "login"),
                (
                    ["url": "rtsp://127.0.0.1:\(server.port)/nothing", "username": "guard", "password": Self.password],
                    "stream"
                ),
                (["url": "rtsp://127.0.0.1:\(closed)/x"], "connect"), (["url": "/etc/passwd"], "address"),
                (["url": "file:///etc/passwd"], "address"), (["url": "ftp://h/x"], "address"), (["url": ""], "address"),
                (["url": "rtsp://no-such-host.invalid/x"], "address"),
                // As people paste passwords: nothing of this one may come into the audit log.
                (["url": "rtsp://u:P@xyzzy/w@127.0.0.1:\(closed)/x"], "connect"),
                (["url": silent], "connect"),
            ] {
                let answer = try await browser.post("probe", question)
                let all = try #require(answer["steps"] as? [[String: Any]])
                #expect(
                    all.last?["step"] as? String == step && all.last?["ok"] as? Bool == false, "\(question) \(answer)")
                #expect((all.last?["remedy"] as? String)?.isEmpty == false && answer["ok"] as? Bool == false)
                #expect(!"\(answer)".contains(Self.password))
            }
            let own = try await browser.post("probe", ["camera": "facade"])
            #expect(own["ok"] as? Bool == true, "\(own)")
            #expect(try await browser.ask("probe", ["camera": "nobody"]).status == 404)

            let audit = try await browser.console("/console/api/audit").body
            #expect(audit.contains("\"host:no-such-host.invalid\"") && audit.contains("\"camera:facade\""))
            #expect(!audit.contains("xyzzy") && !audit.contains("nobody") && !audit.contains("passwd"), "\(audit)")

            // On a busy machine the first may begin late, or be over before another is asked for.
            var isTurnedAway = false
            for _ in 0..<3 where !isTurnedAway {
                let answers = Recorder<Int>()
                let first = Task { answers.add((try? await browser.ask("probe", ["url": silent]))?.status ?? 0) }
                try await Task.sleep(for: .seconds(1))
                var second = 0
                while second != 503, answers.values.isEmpty {
                    second = try await browser.ask("probe", ["camera": "facade"]).status
                    try await Task.sleep(for: .milliseconds(100))
                }
                await first.value
                isTurnedAway = second == 503 && answers.values == [200]
            }
            #expect(isTurnedAway, "one probe at a time")

            // A refused login is not tried sixteen times: the account would be locked.
            let recorder = try await browser.post(
                "probe-recorder",
                [
                    "address": "127.0.0.1", "port": refusing.port, "brand": "uniview", "channels": 16,
                    "username": "guard",
                    "password": "wrong",
                ])
            let channels = try #require(recorder["channels"] as? [[String: Any]])
            #expect(
                channels.count == 16
                    && channels[0]["url"] as? String == "rtsp://127.0.0.1:\(refusing.port)/unicast/c1/s0/live")
            #expect(channels.count { "\($0)".contains("not tried") } >= 13)
        }
    }

    @Test("Lines are judged at once, and detectors are tried on the video in memory")
    func trials() async throws {
        try await running { browser in
            var question: [String: Any] = [
                "width": 1920, "height": 1080, "thrown-object": ["floors": Self.lines(0.9), "floorHeight": 2.9],
            ]
            _ = try await browser.post("geometry", question)
            var lines: [String: Any] = [:]
            let time = try await shortest(below: .seconds(1)) { lines = try await browser.post("geometry", question) }
            #expect(time < .seconds(1))
            let floors = try #require(lines["floors"] as? [[String: Any]])
            #expect(floors.count == 9 && floors[4]["pixels"] as? Double ?? 0 > 3, "\(lines)")
            question["thrown-object"] = [
                "floors": Array(
                    Self.lines(0.9).enumerated().map { index, line in
                        line.merging(["floor": 9 - index]) { $1 }
                    })
            ]
            let wrong = try await browser.post("geometry", question)
            let mistakes = try #require(wrong["mistakes"] as? [[String: Any]])
            #expect((mistakes.first?["problem"] as? String)?.contains("does not lie above") == true, "\(wrong)")

            let entry = try #require(try await browser.get("cameras/facade")["entry"] as? [String: Any])
            let detectors = try #require(entry["detectors"] as? [String: Any])
            try #require(try await eventually(seconds: 20) { site.events.count >= 2 })
            let trial = try await browser.post("test", ["camera": "facade", "detectors": detectors])
            let findings = try #require(trial["findings"] as? [[String: Any]])
            #expect(
                findings.contains { $0["kind"] as? String == "thrown-object" && $0["floor"] as? Int == 9 },
                "\(findings)")
            #expect((findings.first?["track"] as? [[Double]])?.isEmpty == false)
            #expect((trial["picture"] as? String)?.hasPrefix("data:image/jpeg") == true)
            let none = try await browser.post("test", ["camera": "facade", "detectors": [String: Any]()])
            #expect((none["findings"] as? [Any])?.isEmpty == true)
            let broken = try await browser.ask("test", ["camera": "facade", "detectors": ["fire": ["exclude": 7]]])
            #expect(broken.status == 422)
            #expect(try await browser.ask("test", ["camera": "nobody", "detectors": detectors]).status == 404)
        }
    }

    @Test("What cannot be applied leaves the file, its history and the cameras as they are")
    func refused() async throws {
        try await running { browser in
            let original = text
            func change(_ id: String, _ entry: Any) async throws -> (status: Int, body: String) {
                try await browser.ask(
                    "apply",
                    ["revision": try await browser.revision(), "section": "cameras", "id": id, "entry": entry])
            }
            for (id, entry) in [
                ("gate", ["url": "rtsp://127.0.0.1/x", "colour": "red"] as [String: Any]),
                ("../x", ["url": "rtsp://127.0.0.1/x"]),
                ("gate", ["url": "/etc/passwd"]),
                ("gate", ["url": "rtsp://h/x", "username": "a", "passwordFile": "/etc/shadow"]),
                ("facade", ["url": TestSite.sample, "detectors": ["thrown-object": ["floors": 7]]]), ("gate", [:]),
            ] {
                let answer = try await change(id, entry)
                #expect(answer.status == 422 && answer.body.contains("urn:tocsin:problem:mistakes"), "\(answer)")
                #expect(answer.body.contains("\"remedy\""))
            }
            #expect(text == original)
            #expect(!FileManager.default.fileExists(atPath: site.folder.file("passwords")))
            // Somebody edits the file meanwhile.
            let revision = try await browser.revision()
            try (original + "# by hand\n").write(
                toFile: site.folder.file("site.yaml"), atomically: true, encoding: .utf8)
            let late = try await browser.ask(
                "apply", ["revision": revision, "section": "cameras", "id": "facade", "entry": NSNull()])
            #expect(late.status == 409 && late.body.contains("changed-meanwhile"))
            #expect(text.hasSuffix("# by hand\n"))
        }
    }
}

/// The browser of an engineer who sets a site up.
private struct SetupBrowser {
    private let port: Int
    private let token: String
    private let cookie: String
    private let csrf: String

    /// Makes the first account with the first token.
    init(port: Int, token: String) async throws {
        self.port = port
        self.token = token
        let body = ["token": token, "name": "李工", "password": "七号楼东门 Xk4!pq9"]
        let answer = try #require(
            await RawConnection.get(
                port: port, "/console/api/first-user", method: "POST",
                body: String(decoding: try JSONEncoder().encode(body), as: UTF8.self), patience: 20))
        #expect(answer.status == 200 || answer.status == 201, "\(answer.body)")
        cookie = String(try #require(answer.head.firstMatch(of: /set-cookie: tocsin-session=([0-9a-f]+)/)).1)
        let session = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        csrf = try #require(session?["csrf"] as? String)
    }

    func console(
        _ path: String, _ method: String = "GET", body: String? = nil
    ) async throws -> (status: Int, body: String) {
        let answer = try #require(
            await RawConnection.get(
                port: port, path, method: method, fields: ["Cookie": "tocsin-session=\(cookie)", "Tocsin-CSRF": csrf],
                body: body, patience: 70))
        return (answer.status, answer.body)
    }

    func ask(_ path: String, _ body: [String: Any]) async throws -> (status: Int, body: String) {
        let text = String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
        return try await console("/console/api/setup/" + path, "POST", body: text)
    }

    func post(_ path: String, _ body: [String: Any]) async throws -> [String: Any] {
        try Self.object(await ask(path, body))
    }

    func get(_ path: String) async throws -> [String: Any] {
        try Self.object(await console("/console/api/setup/" + path))
    }

    func revision() async throws -> String { try #require(try await get("cameras")["revision"] as? String) }

    func metrics() async throws -> String {
        try #require(await RawConnection.get(port: port, "/metrics", token: token)).body
    }

    /// Whether the metrics show `line` within 20 s.
    func reaches(_ line: String) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if try await metrics().contains(line + "\n") { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    private static func object(_ answer: (status: Int, body: String)) throws -> [String: Any] {
        #expect(answer.status == 200, "\(answer.body)")
        return try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any] ?? [:]
    }
}
