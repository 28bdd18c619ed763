import Foundation
import TestSupport
import Testing

/// The service and a security centre that fetches its alarms.
@Suite struct CenterTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    private func get(
        _ path: String, _ port: Int, method: String = "GET", body: String? = nil
    ) async throws -> [String: Any] {
        let answer = try #require(
            await RawConnection.get(port: port, path, method: method, token: site.token, body: body))
        let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        return try #require(object, "\(answer)")
    }

    private func events(_ object: [String: Any]) -> [[String: Any]] { object["events"] as? [[String: Any]] ?? [] }

    @Test("A drill goes all the way, is handled by hand and over HTTP, and everybody hears of it")
    func drill() async throws {
        let config = try site.write(more: "    loop: true", http: "{port: 0}")
        let process = try site.start(config)
        try #require(try await eventually(seconds: 20) { site.port != nil && site.token != nil })
        let port = try #require(site.port)
        let place = try #require(try await get("/v1/alarms?after=newest", port)["next"] as? String)
        let ordered = try await Program.run([
            "drill", "--config", config, "--camera", "facade", "--kind", "fire", "--by", "Li",
        ])
        #expect(ordered.status == 0, "\(ordered.errors)")
        let id = String(try #require(ordered.output.firstMatch(of: /^[0-9a-f-]{36}/)?.0))
        #expect(
            try await eventually(seconds: 10) {
                site.events.count { ($0["id"] as? String)?.hasPrefix(id) == true } == 2
            })
        let page = try await get("/v1/alarms?kind=fire&wait=10&after=\(place)", port)
        #expect(events(page).compactMap { $0["id"] as? String } == ["\(id)-open", "\(id)-close"])
        for event in events(page) {
            let data = event["data"] as? [String: Any]
            #expect(data?["test"] as? Bool == true && data?["drill"] as? Bool == true)
        }
        let seen = try await Program.run(["alarms", "ack", id, "--by", "Li", "--config", config])
        #expect(seen.status == 0 && seen.output == "\(id) seen by Li\n", "\(seen.errors)")
        let closed = try await get("/v1/alarms/\(id)/close", port, method: "POST", body: #"{"comment": "well done"}"#)
        #expect(closed["state"] as? String == "closed")
        #expect(
            try await eventually(seconds: 10) {
                site.events.count { ($0["id"] as? String)?.hasPrefix("\(id)-handling-") == true } == 2
            })
        let list = try await Program.run(["alarms", "list", "--config", config])
        #expect(list.output.contains(/fire \(drill\) .* closed +Li, first/), "\(list.output)")
        #expect(await TestSite.stop(process) < 6)
    }

    @Test("The first token is shown once, on standard output alone, and can be replaced")
    func tokens() async throws {
        let config = try site.write(more: "    loop: true", http: "{port: 0}")
        var process = try site.start(config)
        try #require(try await eventually(seconds: 20) { site.port != nil && site.token != nil })
        let token = try #require(site.token)
        #expect(!site.log.contains("tocsin_"))
        #expect(await TestSite.stop(process) < 6)
        #expect(!site.log.contains(token))
        process = try site.start(config)
        try #require(try await eventually(seconds: 20) { site.port != nil })
        let port = try #require(site.port)
        #expect(site.token == nil, "not again")
        #expect(await RawConnection.get(port: port, "/metrics", token: token)?.status == 200)
        #expect(await RawConnection.get(port: port, "/metrics")?.status == 401)
        let added = try await Program.run(["tokens", "add", "--name", "center", "--role", "read", "--config", config])
        let other = added.output.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(added.status == 0 && other.hasPrefix("tocsin_"), "\(added.errors)")
        #expect(await RawConnection.get(port: port, "/v1/alarms", token: other)?.status == 200)
        let revoked = try await Program.run(["tokens", "revoke", "first", "--config", config])
        #expect(revoked.status == 0, "\(revoked.errors)")
        var status: Int? = 200
        for _ in 0..<200 where status == 200 {
            status = await RawConnection.get(port: port, "/metrics", token: token)?.status
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(status == 401)
        let list = try await Program.run(["tokens", "list", "--config", config])
        #expect(list.output.contains(/first +operate .* revoked/) && list.output.contains(/center +read .* yes/))
        #expect(!list.output.contains(other) && !list.output.contains(token))
        #expect(await TestSite.stop(process) < 6)
    }

    @Test("Evidence is shown with a reason, and the audit log holds who was shown what and why")
    func evidence() async throws {
        let config = try site.write(more: "    loop: true", http: "{port: 0}")
        let today = Date.now.formatted(.iso8601.year().month().day())
        let day = site.folder.file("data/evidence/\(today)")
        try FileManager.default.createDirectory(atPath: day, withIntermediateDirectories: true)
        try Data("picture".utf8).write(to: URL(fileURLWithPath: day + "/a.jpg"))
        let process = try site.start(config)
        try #require(try await eventually(seconds: 20) { site.port != nil && site.token != nil })
        let port = try #require(site.port)
        let path = "/v1/evidence/\(today)/a.jpg"
        #expect(await RawConnection.get(port: port, path, token: site.token)?.status == 400)
        let answer = await RawConnection.get(port: port, path + "?reason=fire%20on%20floor%203", token: site.token)
        #expect(answer?.status == 200 && answer?.body == "picture")
        let log = try await Program.run(["audit", "list", "--config", config])
        #expect(log.status == 0, "\(log.errors)")
        #expect(log.output.contains("view  file:\(today)/a.jpg  fire on floor 3  first (token "), "\(log.output)")
        #expect(log.output.contains("127.0.0.1"))
        #expect(await TestSite.stop(process) < 6)
    }

    @Test("Drills and tokens that cannot be made say why")
    func mistakes() async throws {
        let config = try site.write()
        let early = try await Program.run(["drill", "--config", config, "--camera", "facade", "--kind", "fire"])
        #expect(early.status == 1 && early.errors.contains("there is no alarm queue"), "\(early.errors)")
        let camera = try await Program.run(["drill", "--config", config, "--camera", "roof", "--kind", "fire"])
        #expect(camera.status == 2 && camera.errors.contains("there are facade"), "\(camera.errors)")
        let kind = try await Program.run(["drill", "--config", config, "--camera", "facade", "--kind", "flood"])
        #expect(kind.status == 2 && kind.errors.contains("thrown-object"), "\(kind.errors)")
        let token = try await Program.run(["tokens", "list", "--data", site.folder.file("nowhere")])
        #expect(token.status == 1 && token.errors.contains("there is no alarm queue"), "\(token.errors)")
    }
}
