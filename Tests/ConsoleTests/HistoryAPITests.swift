import Accounts
import Alarms
import Foundation
import Testing
import VideoCore

@testable import Console

/// Alarms as the console's page reads them.
@Suite struct HistoryAPITests {
    private let people: PeopleFixture
    private var outbox: Outbox { people.base.outbox }

    init() throws { people = try PeopleFixture() }

    /// The object that `browser` gets for `path`.
    private func object(_ browser: TestBrowser, _ path: String = "/console/api/alarms") async throws -> [String: Any] {
        let answer = try await browser.ask(path)
        #expect(answer.status == 200, "\(answer.body)")
        let object = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        return try #require(object)
    }

    private func alarms(_ object: [String: Any]) -> [[String: Any]] { object["alarms"] as? [[String: Any]] ?? [] }

    @Test("An alarm has every field of the contract, null where nothing is known")
    func fields() async throws {
        let event = try people.base.append(1)
        try await people.serve { client in
            let browser = try await client.logIn(.auditor)
            let page = try await object(browser)
            #expect(Set(page.keys) == ["alarms", "next", "cursor"] && page["next"] is NSNull)
            let alarm = try #require(alarms(page).first)
            #expect(
                Set(alarm.keys) == [
                    "id", "kind", "priority", "open", "start", "end", "camera", "place", "floor", "column",
                    "confidence",
                    "detail", "state", "handledBy", "handledAt", "comment", "drill", "parts", "evidence",
                ])
            for key in ["end", "floor", "column", "detail", "handledBy", "handledAt", "comment"] {
                #expect(alarm[key] is NSNull, "\(key)")
            }
            #expect(alarm["id"] as? String == event.data.alarmID.text && alarm["state"] as? String == "new")
            #expect(alarm["open"] as? Bool == true && alarm["start"] as? String == event.time.rfc3339)
            #expect((alarm["camera"] as? [String: Any])?["id"] as? String == "gate")
        }
    }

    @Test("What a person did shows at once, in the page and behind its cursor, and the end of the alarm")
    func handled() async throws {
        let event = try people.base.append(1)
        try await people.serve { client in
            let browser = try await client.logIn(.guard)
            let cursor = try #require(try await object(browser)["cursor"] as? String)
            let said = try await browser.ask(
                "/v1/alarms/\(event.data.alarmID)/confirm", "POST", body: #"{"comment":"看见了"}"#)
            #expect(said.status == 200, "\(said.body)")
            try people.base.append(1, .close)
            let alarm = try #require(alarms(try await object(browser)).first)
            #expect(alarm["state"] as? String == "confirmed" && alarm["comment"] as? String == "看见了")
            #expect(alarm["handledBy"] as? String == PeopleFixture.names[.guard])
            #expect(alarm["open"] as? Bool == false)
            // One second of media time.
            #expect(alarm["end"] as? String == Timestamp(event.time.wallTime.advanced(by: 1)).rfc3339)
            let behind = try await browser.ask("/v1/alarms?after=\(cursor)")
            #expect(behind.body.components(separatedBy: "\"specversion\"").count == 3, "\(behind.body)")
        }
    }

    @Test("Page by page every alarm comes once, the newest first")
    func pages() async throws {
        for number in 1...7 { try people.base.append(number) }
        try await people.serve { client in
            let browser = try await client.logIn(.guard)
            var starts: [String] = []
            var place = ""
            repeat {
                let page = try await object(browser, "/console/api/alarms?limit=3\(place)")
                starts += alarms(page).compactMap { $0["start"] as? String }
                place = (page["next"] as? String).map { "&before=\($0)" } ?? ""
            } while !place.isEmpty
            #expect(starts.count == 7 && starts == starts.sorted(by: >))
        }
    }

    private static let filters: [(query: String, count: Int)] = [
        ("kind=fire", 3), ("kind=smoke", 1), ("camera=roof", 1), ("camera=%E4%B8%9C", 0), ("state=new", 4),
        ("state=closed", 0), ("open=true", 3), ("open=false", 4), ("drills=false", 4), ("drills=true", 4),
        ("from=2027-01-15T08:00:02.000Z", 3), ("to=2027-01-15T08:00:02.000Z", 1), ("limit=1", 1), ("building=7", 0),
        ("kind=fire&camera=gate&open=true&drills=false", 2),
    ]

    @Test("Each filter of the contract is understood", arguments: filters)
    func filter(query: String, count: Int) async throws {
        try people.base.append(1)
        try people.base.append(2)
        try people.base.append(3, kind: .smoke)
        try people.base.append(4, camera: "roof")
        try people.base.append(4, .close, camera: "roof")
        try await people.serve { client in
            let browser = try await client.logIn(.guard)
            #expect(alarms(try await object(browser, "/console/api/alarms?\(query)")).count == count)
        }
    }

    @Test(
        "What cannot be understood is refused with 400, and says what to do",
        arguments: [
            "limit=0", "limit=201", "limit=x", "kind=flood", "state=merged", "state=", "open=yes", "drills=1",
            "from=now",
            "to=2027-01-15", "before=x", "before=1", "unknown=1", "limit=1&limit=2", "from=%zz",
        ])
    func malformed(query: String) async throws {
        try await people.serve { client in
            let browser = try await client.logIn(.guard)
            let answer = try await browser.ask("/console/api/alarms?\(query)")
            #expect(answer.status == 400 && problem(answer.body) == "malformed-request", "\(answer)")
            #expect(answer.body.contains("\"remedy\""))
        }
    }

    @Test("Nobody reads them without having logged in, nor with a token")
    func strangers() async throws {
        try await people.serve { client in
            #expect(await client.get("/console/api/alarms", token: .some(nil))?.status == 401)
            #expect(await client.get("/console/api/alarms")?.status == 401)
        }
    }
}
