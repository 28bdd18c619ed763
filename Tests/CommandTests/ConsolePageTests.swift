import Foundation
import TestSupport
import Testing

/// The console of the whole program: somebody logs in and looks at the cameras.
@Suite struct ConsolePageTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    /// What somebody who has logged in gets for a path.
    private struct Browser: Sendable {
        let port: Int
        let cookie: String

        func ask(_ path: String) async throws -> (status: Int, head: String, body: String) {
            try #require(await RawConnection.get(port: port, path, fields: ["Cookie": cookie]))
        }

        func object(_ path: String) async throws -> [String: Any] {
            let answer = try await ask(path)
            let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
            return try #require(object, "\(answer)")
        }

        func camera() async throws -> [String: Any] {
            let cameras = try await object("/console/api/cameras")["cameras"] as? [[String: Any]]
            return try #require(cameras?.first)
        }
    }

    /// Starts the service and makes the first account.
    private func start(_ config: String) async throws -> (Process, Browser) {
        let process = try site.start(config)
        try #require(try await eventually(seconds: 30) { site.port != nil && site.token != nil }, "\(site.log)")
        let (port, token) = (try #require(site.port), try #require(site.token))
        let body = #"{"token":"\#(token)","name":"李工","password":"七号楼东门 Xk4!pq9"}"#
        let answer = try #require(
            await RawConnection.get(port: port, "/console/api/first-user", method: "POST", body: body))
        #expect(answer.status == 200, "\(answer.body)")
        let cookie = try #require(answer.head.firstMatch(of: /set-cookie: (tocsin-session=[0-9a-f]+)/)?.1)
        return (process, Browser(port: port, cookie: String(cookie)))
    }

    @Test("A camera is seen with its state and figures, its picture, live, its timeline and the scoreboard")
    func looks() async throws {
        let (process, browser) = try await start(try site.write(more: "    loop: true", http: "{port: 0}"))
        try await until("pictures are counted", within: 60) { try await browser.camera()["fps"] is Double }
        let camera = try await browser.camera()
        #expect(camera["id"] as? String == "facade" && camera["state"] as? String == "up")
        #expect(camera["analysed"] as? Bool == true && camera["cause"] is NSNull)
        let fps = try #require(camera["fps"] as? Double)
        #expect(fps > 5 && fps < 60)
        #expect(camera["width"] is Int && camera["height"] is Int && camera["lag"] is Double)
        #expect(camera["pictureAt"] is String)
        #expect((camera["detectors"] as? [String])?.contains("thrown-object") == true)
        let picture = try await browser.ask("/console/api/cameras/facade/picture?width=320")
        #expect(picture.status == 200 && picture.head.contains("content-type: image/jpeg"))
        #expect(picture.body.utf8.count > 1000)
        #expect(try await browser.ask("/console/api/cameras/other/picture").status == 404)
        let live = await watch(browser)
        #expect(live.components(separatedBy: "Content-Type: image/jpeg").count > 2, "two pictures at least")
        let timeline = try await browser.object("/console/api/cameras/facade/timeline")
        let spans = try #require(timeline["spans"] as? [[String: Any]])
        #expect(Set(spans.compactMap { $0["state"] as? String }).isSubset(of: ["up", "unknown", "down"]))
        #expect(spans.first?["from"] as? String == timeline["from"] as? String)
        #expect(spans.last?["to"] as? String == timeline["to"] as? String)
        let board = try await browser.object("/console/api/scoreboard")
        let lines = try #require(board["indicators"] as? [[String: Any]])
        #expect(lines.count == 9 && lines.allSatisfy { ($0["trend"] as? [Any])?.count == 8 })
        _ = await TestSite.stop(process)
    }

    @Test("Without books there are no rates, no timeline and no scoreboard, and everything else is there")
    func withoutBooks() async throws {
        let http = "{port: 0}\nbooks: {enabled: false}"
        let (process, browser) = try await start(try site.write(more: "    loop: true", http: http))
        try await until("video comes", within: 60) { try await browser.camera()["state"] as? String == "up" }
        let rate = try #require(try await browser.camera()["outputRate"] as? [String: Any])
        #expect(rate["today"] is NSNull && rate["month"] is NSNull)
        for path in ["scoreboard", "cameras/facade/timeline"] {
            let answer = try await browser.ask("/console/api/\(path)")
            #expect(answer.status == 404 && answer.body.contains("no-books"), "\(answer)")
        }
        _ = await TestSite.stop(process)
    }

    /// The beginning of a live view.
    private func watch(_ browser: Browser) async -> String {
        let request =
            "GET /console/api/cameras/facade/live HTTP/1.1\r\nHost: localhost\r\nCookie: \(browser.cookie)\r\n\r\n"
        return await withCheckedContinuation { continuation in
            Thread {
                let connection = RawConnection(port: browser.port, patience: 20)
                connection?.send(request)
                let text = connection?.read { $0.components(separatedBy: "Content-Type: image/jpeg").count > 3 }
                continuation.resume(returning: text ?? "")
            }.start()
        }
    }
}
