import Accounts
import Alarms
import Foundation
import Ledger
import Synchronization
import TestSupport
import Testing
import VideoCore

@testable import Console

/// Cameras as the console's page reads them.
@Suite struct CameraAPITests {
    private let people: PeopleFixture

    init() throws { people = try PeopleFixture() }

    private static let at = Timestamp(milliseconds: 1_800_000_000_000)

    /// A desk of one camera, `gate`, which notes what it is asked for.
    private static func desk(
        asked: TestSupport.Recorder<String> = TestSupport.Recorder(),
        live: @escaping @Sendable (CameraID) throws -> AsyncStream<[UInt8]> = { _ in
            throw CameraDesk.Refusal.noPicture
        }
    ) -> CameraDesk {
        CameraDesk(
            zone: TimeZone(identifier: "Asia/Shanghai") ?? .gmt,
            cameras: {
                var status = CameraStatus(id: "gate", name: "东门 <b>", analysed: true)
                status.state = .down
                status.cause = "unauthorized"
                status.outputRate.today = .init(given: 40, polls: 44)
                return [status, CameraStatus(id: "roof", analysed: false)]
            },
            picture: { id, width in
                asked.add("\(id) \(width)")
                guard id.name == "gate" else { throw CameraDesk.Refusal.unknownCamera }
                return CameraDesk.Picture(jpeg: [0xFF, 0xD8, 0xFF], at: at)
            }, live: live,
            timeline: { id, days in
                asked.add("\(id) \(days.lowerBound) \(days.upperBound)")
                guard id.name == "gate" else { throw CameraDesk.Refusal.noBooks }
                return CameraTimeline(
                    from: at, to: at, spans: [.init(from: at, to: at, state: "exempt", cause: nil)],
                    polls: [.init(at: at, result: "ok", cause: nil)])
            })
    }

    private func serve(_ desk: CameraDesk, _ body: (TestBrowser) async throws -> Void) async throws {
        try await people.serve(parts: { $0.cameras = desk }) { try await body(try await $0.logIn(.guard)) }
    }

    @Test("Every camera has every field of the contract, null where nothing is known")
    func cameras() async throws {
        try await serve(Self.desk()) { browser in
            let answer = try await browser.ask("/console/api/cameras")
            let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
            let cameras = try #require(object?["cameras"] as? [[String: Any]])
            #expect(object?["at"] is String && cameras.count == 2)
            for camera in cameras {
                #expect(
                    Set(camera.keys) == [
                        "id", "name", "place", "analysed", "detectors", "state", "cause", "since", "fps", "lag",
                        "width",
                        "height", "outputRate", "blindSeconds", "selfTest", "pictureAt",
                    ])
            }
            #expect(cameras[0]["name"] as? String == "东门 <b>" && cameras[1]["name"] is NSNull)
            let rate = try #require(cameras[0]["outputRate"] as? [String: Any])
            #expect((rate["today"] as? [String: Int]) == ["given": 40, "polls": 44] && rate["month"] is NSNull)
        }
    }

    @Test("A picture is asked for anew each time, and sent only when there is another")
    func picture() async throws {
        let asked = TestSupport.Recorder<String>()
        try await serve(Self.desk(asked: asked)) { browser in
            let first = try await browser.ask("/console/api/cameras/gate/picture")
            #expect(first.status == 200 && first.head.contains("content-type: image/jpeg"))
            #expect(first.head.contains("cache-control: private, no-cache"))
            let mark = try #require(first.head.firstMatch(of: /etag: ("[^"]+")/)?.1)
            let fields = ["If-None-Match": String(mark)]
            let again = try await browser.ask("/console/api/cameras/gate/picture", fields: fields)
            #expect(again.status == 304 && again.body.isEmpty)
            let larger = try await browser.ask("/console/api/cameras/gate/picture?width=1920", fields: fields)
            #expect(larger.status == 200, "another width is another picture")
            #expect(asked.values == ["gate 480", "gate 480", "gate 1920"])
        }
    }

    private static let refusals: [(path: String, status: Int, name: String)] = [
        ("roof/picture", 404, "unknown-camera"), ("gate/live", 404, "no-picture"), ("roof/timeline", 404, "no-books"),
        ("gate/picture?width=159", 400, "malformed-request"), ("gate/picture?width=1921", 400, "malformed-request"),
        ("gate/picture?size=1", 400, "malformed-request"), ("..%2F..%2Fetc/picture", 404, "unknown-camera"),
        ("%zz/picture", 404, "unknown-camera"), ("gate/timeline?from=yesterday", 400, "malformed-request"),
        ("gate/timeline?from=2026-02-30", 400, "malformed-request"),
        ("gate/timeline?from=2026-03-02&to=2026-03-01", 400, "malformed-request"),
        ("gate/timeline?from=2026-03-01&to=2026-04-01", 400, "malformed-request"),
    ]

    @Test("What is not there, and what cannot be understood, is refused by name", arguments: refusals.indices)
    func refused(_ index: Int) async throws {
        let (path, status, name) = Self.refusals[index]
        try await serve(Self.desk()) { browser in
            let answer = try await browser.ask("/console/api/cameras/\(path)")
            #expect(answer.status == status && problem(answer.body) == name, "\(answer)")
        }
    }

    @Test("A timeline is of the days asked for, 31 at most, or of the last seven")
    func timeline() async throws {
        let asked = TestSupport.Recorder<String>()
        try await serve(Self.desk(asked: asked)) { browser in
            let answer = try await browser.ask("/console/api/cameras/gate/timeline?from=2026-03-01&to=2026-03-31")
            #expect(answer.status == 200)
            #expect(answer.body.contains(#""cause":null,"from":"2027-01-15T08:00:00.000Z","state":"exempt""#))
            #expect(asked.values == ["gate 2026-03-01 2026-03-31"])
            #expect(try await browser.ask("/console/api/cameras/gate/timeline").status == 200)
            let days = try #require(
                asked.values.last?.split(separator: " ").dropFirst().compactMap { CivilDate(String($0)) })
            let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
            #expect(days.count == 2 && days[1].start(in: zone) - days[0].start(in: zone) == 6 * 86_400)
        }
    }

    @Test("A live view is picture after picture, and ends for the box when the browser is gone")
    func live() async throws {
        let (ended, begun) = (TestSupport.Recorder<Bool>(), TestSupport.Recorder<AsyncStream<[UInt8]>.Continuation>())
        let desk = Self.desk(live: { _ in
            let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(1))
            continuation.onTermination = { _ in ended.add(true) }
            continuation.yield(Array("first".utf8))
            begun.add(continuation)
            return stream
        })
        try await serve(desk) { browser in
            let text = try await watch(browser) { connection in
                let first = connection.read { $0.contains("first\r\n--tocsin-picture") }
                begun.values.last?.yield(Array("second".utf8))
                return first + connection.read { $0.contains("second\r\n--tocsin-picture") }
            }
            #expect(text.lowercased().contains("content-type: multipart/x-mixed-replace; boundary=tocsin-picture"))
            #expect(text.contains("Content-Type: image/jpeg\r\nContent-Length: 5\r\n\r\nfirst\r\n--tocsin-picture\r\n"))
            #expect(text.contains("Content-Length: 6\r\n\r\nsecond\r\n"))
            try await until("the box knows that the browser is gone", within: 10) {
                begun.values.last?.yield(Array("third".utf8))
                return ended.values.count == 1
            }
            // Whoever only asks for the head watches nothing.
            _ = try await browser.ask("/console/api/cameras/gate/live", "HEAD")
            try await until("nothing is left of it", within: 10) { ended.values.count == 2 }
        }
    }

    @Test("A viewer who reads nothing is cut, whatever the camera sends")
    func stalled() async throws {
        let (ended, begun) = (TestSupport.Recorder<Bool>(), TestSupport.Recorder<AsyncStream<[UInt8]>.Continuation>())
        let desk = Self.desk(live: { _ in
            let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(1))
            continuation.onTermination = { _ in ended.add(true) }
            begun.add(continuation)
            return stream
        })
        let picture = [UInt8](repeating: 7, count: 1 << 20)
        try await people.serve(change: { $0.answerSeconds = 0.5 }, parts: { $0.cameras = desk }) { client in
            let browser = try await client.logIn(.guard)
            let connection = try #require(RawConnection(port: client.port))
            connection.send(Self.request(browser))
            try await until("it is cut", within: 20) {
                begun.values.last?.yield(picture)
                return ended.values.count == 1
            }
            withExtendedLifetime(connection) {}
        }
    }

    private static func request(_ browser: TestBrowser) -> String {
        "GET /console/api/cameras/gate/live HTTP/1.1\r\nHost: localhost\r\nCookie: tocsin-session=\(browser.cookie)\r\n\r\n"
    }

    /// What `read` makes of a live view; then the connection is closed.
    private func watch(
        _ browser: TestBrowser, _ read: @escaping @Sendable (RawConnection) -> String
    ) async throws -> String {
        let (request, port) = (Self.request(browser), browser.client.port)
        return await withCheckedContinuation { continuation in
            Thread {
                let connection = RawConnection(port: port)
                connection?.send(request)
                continuation.resume(returning: connection.map(read) ?? "")
            }.start()
        }
    }

    @Test("Nobody sees a camera without having logged in, nor with a token")
    func strangers() async throws {
        try await people.serve(parts: { $0.cameras = Self.desk() }) { client in
            for path in ["", "/gate/picture", "/gate/live", "/gate/timeline"] {
                #expect(await client.get("/console/api/cameras\(path)", token: .some(nil))?.status == 401, "\(path)")
                #expect(await client.get("/console/api/cameras\(path)")?.status == 401, "\(path)")
            }
        }
    }

    @Test("The scoreboard is of the days asked for, or of today and the seven before; without books there is none")
    func scoreboard() async throws {
        let asked = TestSupport.Recorder<ClosedRange<CivilDate>>()
        let desk = ScoreDesk(zone: .gmt) { days in
            asked.add(days)
            let line = ScoreBoard.Line(
                id: "intact", name: .init(zh: "完好率", en: "intact"), numerator: 1, denominator: 2, target: 0.9,
                verdict: "missed", trend: [])
            return ScoreBoard(from: "\(days.lowerBound)", to: "\(days.upperBound)", indicators: [line], repairs: [])
        }
        try await people.serve(parts: { $0.scores = desk }) { client in
            let browser = try await client.logIn(.auditor)
            let answer = try await browser.ask("/console/api/scoreboard?from=2026-03-01&to=2026-03-02")
            #expect(answer.status == 200 && answer.body.contains(#""target":0.9"#), "\(answer.body)")
            #expect(try await browser.ask("/console/api/scoreboard").status == 200)
            let days = try #require(asked.values.last)
            #expect(days.upperBound.start(in: .gmt) - days.lowerBound.start(in: .gmt) == 7 * 86_400)
            #expect(try await browser.ask("/console/api/scoreboard?days=3").status == 400)
        }
        try await people.serve { client in
            let answer = try await client.logIn(.auditor).ask("/console/api/scoreboard")
            #expect(answer.status == 404 && problem(answer.body) == "no-books")
        }
    }

    @Test("A report that is taken away is noted with the name of its file")
    func report() async throws {
        let desk = ScoreDesk(zone: .gmt, board: { _ in throw CameraDesk.Refusal.noBooks }, report: { _ in "a,b" })
        try await people.serve(parts: { $0.scores = desk }) { client in
            let browser = try await client.logIn(.auditor)
            let answer = try await browser.ask("/console/api/report?from=2026-03-01&to=2026-03-02&format=csv")
            #expect(answer.status == 200 && answer.body == "a,b")
            let note = try #require(people.notes.values.last)
            #expect(note.action == .export && note.by == "审计 赵")
            #expect(note.object == "report:tocsin-2026-03-01-2026-03-02.csv")
        }
    }
}
