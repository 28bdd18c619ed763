import Alarms
import Foundation
import TestSupport
import Testing
import VideoCore

@testable import Console

/// What people do about alarms, over HTTP.
@Suite struct HandlingAPITests {
    private let fixture: APIFixture
    private let alarm: AlarmID

    init() throws {
        fixture = try APIFixture()
        alarm = try fixture.append(1).data.alarmID
    }

    @Test(arguments: [("ack", "acknowledged"), ("confirm", "confirmed"), ("false", "false"), ("close", "closed")])
    func `What was done is noted under the name of the token, queued, and told`(
        word: String, state: String
    ) async throws {
        let queued = Recorder<Int>()
        try await withServer(fixture: fixture, surroundings: { $0.onQueued = { queued.add(1) } }) { client in
            let answer = try await client.json(
                "/v1/alarms/\(alarm)/\(word)", method: "POST", body: #"{"comment": "看到了", "unit": "gate house"}"#)
            #expect(answer.status == 200 && answer.object["state"] as? String == state)
            let handling = (answer.object["handling"] as? [[String: Any]])?.first
            #expect(handling?["by"] as? String == "a operate" && handling?["comment"] as? String == "看到了")
            #expect(handling?["unit"] as? String == "gate house")
            let events = try fixture.outbox.events(after: 1, limit: 9)
            #expect(events.map(\.id) == ["\(alarm)-handling-1"] && queued.values == [1])
        }
    }

    @Test func `A body may be left out, and another name be given`() async throws {
        try await withServer(fixture: fixture) { client in
            #expect(await client.get("/v1/alarms/\(alarm)/ack", method: "POST")?.status == 200)
            let answer = try await client.json(
                "/v1/alarms/\(alarm)/confirm", method: "POST", body: #"{"by": "王"}"#)
            let names = (answer.object["handling"] as? [[String: Any]])?.compactMap { $0["by"] as? String }
            #expect(names == ["a operate", "王"])
        }
    }

    @Test func `A request repeated under its key, and one repeated at once, makes no second event`() async throws {
        try await withServer(fixture: fixture) { client in
            let path = "/v1/alarms/\(alarm)"
            let key = ["Idempotency-Key": "7"]
            for _ in 0..<3 {
                #expect(await client.get("\(path)/confirm", method: "POST", fields: key)?.status == 200)
                #expect(await client.get("\(path)/confirm", method: "POST")?.status == 200)
            }
            #expect(try fixture.outbox.alarm(alarm).handling.count == 1)
            let other = try #require(await client.get("\(path)/false", method: "POST", fields: key))
            #expect(other.status == 422 && other.body.contains("key-reused"))
        }
    }

    @Test func `Nothing more is said of a closed alarm, nor of one that is not there`() async throws {
        try await withServer(fixture: fixture) { client in
            #expect(await client.get("/v1/alarms/\(alarm)/close", method: "POST")?.status == 200)
            let again = try #require(await client.get("/v1/alarms/\(alarm)/confirm", method: "POST"))
            #expect(again.status == 409 && again.body.contains("remedy"))
            let none = "00000000-0000-0000-0000-000000000000"
            #expect(await client.get("/v1/alarms/\(none)/ack", method: "POST")?.status == 404)
        }
    }

    @Test func `Two alarms become one`() async throws {
        let part = try fixture.append(2).data.alarmID
        try await withServer(fixture: fixture) { client in
            let body = #"{"alarm": "\#(part)", "comment": "same fire"}"#
            let answer = try await client.json("/v1/alarms/\(alarm)/merge", method: "POST", body: body)
            #expect(answer.status == 200 && answer.object["state"] as? String == "new")
            let joined = try await client.json("/v1/alarms/\(part)")
            #expect(joined.object["mergedInto"] as? String == alarm.text)
        }
    }

    @Test func `A request that was refused does not spoil the next on the same connection`() async throws {
        try await withServer(fixture: fixture) { client in
            let head = "HTTP/1.1\r\nHost: a\r\n\(client.authorization)Content-Length: 2\r\n\r\n{}"
            let requests = ["PUT /v1/alarms/\(alarm)/ack", "POST /v1/alarms/x/ack", "POST /v1/drills", "GET /metrics"]
                .map { "\($0) \(head)" }.joined()
            let last = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            let answer = try #require(await RawConnection.exchange(port: client.port, requests + last))
            let statuses = answer.matches(of: /HTTP\/1.1 ([0-9]{3})/).map { String($0.1) }
            #expect(statuses == ["405", "404", "400", "413", "200"], "\(answer)")
        }
    }

    private static let broken: [(body: String, type: String, status: Int)] = [
        ("{", "application/json", 400), ("[]", "application/json", 400),
        (#"{"commment": "a"}"#, "application/json", 400),
        (#"{"comment": 1}"#, "application/json", 400), (#"{"comment": null}"#, "application/json", 400),
        (#"{"by": ""}"#, "application/json", 400), (#"{"by": "a\u0000"}"#, "application/json", 400),
        (#"{"by": "\#(String(repeating: "a", count: 201))"}"#, "application/json", 400),
        (String(repeating: "[", count: 50_000), "application/json", 400), ("comment=a", "text/plain", 415),
        (#"{"comment": "\#(String(repeating: "a", count: 70_000))"}"#, "application/json", 413),
    ]

    @Test(arguments: broken.indices)
    func `A body that cannot be used is refused, and nothing is noted`(_ index: Int) async throws {
        let (body, type, status) = Self.broken[index]
        try await withServer(fixture: fixture) { client in
            let answer = try #require(
                await client.get(
                    "/v1/alarms/\(alarm)/ack", method: "POST", fields: ["Content-Type": type], body: body))
            #expect(answer.status == status && answer.body.contains("remedy"), "\(answer)")
            #expect(try fixture.outbox.newestSequence() == 1)
        }
    }

    @Test func `A body without a length is taken in up to the limit and not further`() async throws {
        try await withServer(fixture: fixture) { client in
            let head =
                "POST /v1/alarms/\(alarm)/ack HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\(client.authorization)"
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            let small = await RawConnection.exchange(port: client.port, head + "2\r\n{}\r\n0\r\n\r\n")
            #expect(small?.hasPrefix("HTTP/1.1 200") == true, "\(small ?? "")")
            let chunk = "8000\r\n" + String(repeating: " ", count: 0x8000) + "\r\n"
            let large = await RawConnection.exchange(port: client.port, head + chunk + chunk + chunk)
            #expect(large?.hasPrefix("HTTP/1.1 413") == true, "\(large?.prefix(99) ?? "")")
        }
    }

    @Test func `A drill is ordered for a camera that there is`() async throws {
        let drill = { @Sendable (drill: Drill, camera: CameraID) -> [AlarmEvent]? in
            camera.name == "gate"
                ? drill.events(of: CameraContext(site: "garden", camera: AlarmCamera(id: "gate"))) : nil
        }
        try await withServer(fixture: fixture, surroundings: { $0.drill = drill }) { client in
            let answer = try await client.json(
                "/v1/drills", method: "POST", body: #"{"camera": "gate", "kind": "fire", "comment": "monthly"}"#)
            #expect(answer.status == 201)
            let id = try #require(answer.object["alarmID"] as? String)
            let record = try fixture.outbox.alarm(AlarmID(id))
            #expect(record.latest?.data.isDrill == true && record.events.count == 2 && !record.isOpen)
            for (body, status) in [
                (#"{"camera": "roof", "kind": "fire"}"#, 404), (#"{"camera": "gate", "kind": "flood"}"#, 400),
                (#"{"kind": "fire"}"#, 400), ("", 400),
            ] {
                #expect(await client.get("/v1/drills", method: "POST", body: body)?.status == status, "\(body)")
            }
        }
    }
}
