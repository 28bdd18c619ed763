import Accounts
import Console
import Foundation
import Synchronization
import TestSupport
import Testing
import VideoCore

/// What the page asks for when a site is set up.
@Suite struct SetupAPITests {
    private let people: PeopleFixture
    private let desk = RecordingDesk()

    init() throws { people = try PeopleFixture() }

    private func serve(_ body: (TestClient) async throws -> Void) async throws {
        try await people.serve(parts: { [desk] in $0.setup = desk }, body)
    }

    private static let change =
        #"{"revision":"r","section":"cameras","id":"a","entry":{"url":"rtsp://h/1","n":null,"x":[1,true,"y"]}}"#

    @Test func `Engineers alone set up; guards, auditors, tokens and strangers do not`() async throws {
        try await serve { client in
            for (role, status) in [(Account.Role.engineer, 200), (.guard, 403), (.auditor, 403)] {
                let browser = try await client.logIn(role)
                #expect(try await browser.ask("/console/api/setup/cameras").status == status)
                #expect(try await browser.ask("/console/api/setup/apply", "POST", body: Self.change).status == status)
            }
            #expect(await client.get("/console/api/setup/cameras", token: .some(nil))?.status == 401)
            #expect(try #require(await client.get("/console/api/setup/cameras")).status >= 401)
        }
        #expect(desk.calls.values.filter { $0 == "apply" }.count == 1)
    }

    @Test func `Answers have the keys of the contract, null where nothing is known`() async throws {
        try await serve { client in
            let browser = try await client.logIn(.engineer)
            func ask(_ path: String, _ body: String? = nil) async throws -> String {
                let answer = try await browser.ask(
                    "/console/api/setup/" + path, body == nil ? "GET" : "POST", body: body)
                #expect(answer.status == 200, "\(answer.body)")
                return answer.body
            }
            #expect(
                try await ask("cameras")
                    == #"{"cameras":[{"id":"a","name":null}],"recorders":[{"id":"n"}],"revision":"r","writable":true}"#)
            #expect(try await ask("cameras/a") == #"{"entry":{"camera":"a"},"hasPassword":true,"revision":"r"}"#)
            #expect(
                try await ask("probe", #"{"camera":"a"}"#)
                    == #"{"ok":false,"picture":null,"steps":[{"detail":"d","ok":false,"remedy":"r","step":"login"}],"stream":null}"#
            )
            #expect(
                try await ask("probe-recorder", #"{"address":"h","brand":"dahua","channels":1}"#)
                    == #"{"channels":[{"channel":1,"ok":false,"picture":null,"steps":[],"stream":null,"url":"rtsp://h"}]}"#
            )
            #expect(
                try await ask("geometry", #"{"width":1,"height":2,"thrown-object":{}}"#)
                    == #"{"floors":[{"floor":3,"pixels":7.2,"sufficient":true}],"mistakes":[],"openings":null}"#)
            #expect(
                try await ask("test", #"{"camera":"a","detectors":{}}"#)
                    == #"{"findings":[],"picture":null,"seconds":30}"#)
            #expect(try await ask("check", Self.change).contains(#""mistakes":[],"restarts":[],"revision":"r""#))
            #expect(try await ask("apply", Self.change).contains(#""applied":true"#))
            #expect(try await ask("undo", #"{"revision":"r"}"#).contains(#""applied":true"#))
            #expect(
                try await ask("history")
                    == #"{"versions":[{"at":"t","by":"b","current":true,"number":1,"what":"w"}]}"#)
        }
        #expect(desk.authors.values.count == 4)
        #expect(desk.authors.values.allSatisfy { $0.name == "李工" && $0.address == "127.0.0.1" })
        let entry = JSONValue.object([
            "url": .string("rtsp://h/1"), "n": .null, "x": .array([.number(1), .bool(true), .string("y")]),
        ])
        #expect(desk.changes.values.last == SetupChange(revision: "r", section: .cameras, id: "a", entry: entry))
    }

    @Test func `Whoever is refused is told why, and what to do`() async throws {
        try await serve { client in
            let browser = try await client.logIn(.engineer)
            for (refusal, status, name) in [
                (SetupRefusal.unknown("x"), 404, "unknown-entry"), (.changedMeanwhile, 409, "changed-meanwhile"),
                (.crowded, 503, "crowded"), (.nothingToUndo, 409, "nothing-to-undo"),
                (.noVideo("none"), 409, "no-video"),
                (.unusable("read-only", remedy: "mount"), 503, "file-unusable"),
            ] {
                desk.refusal.withLock { $0 = refusal }
                let answer = try await browser.ask("/console/api/setup/undo", "POST", body: #"{"revision":"r"}"#)
                #expect(answer.status == status && problem(answer.body) == name && answer.body.contains("remedy"))
            }
            var checked = SetupChecked(revision: "r", diff: "d")
            checked.mistakes = [.init(line: nil, key: "k", problem: "p", remedy: "m")]
            desk.refusal.withLock { $0 = .mistakes(checked) }
            let answer = try await browser.ask("/console/api/setup/apply", "POST", body: Self.change)
            #expect(answer.status == 422 && problem(answer.body) == "mistakes")
            #expect(answer.head.contains("application/problem+json"))
            #expect(answer.body.contains(#""mistakes":[{"key":"k","line":null,"problem":"p","remedy":"m"}]"#))
            #expect(answer.body.contains(#""revision":"r""#) && !answer.body.contains("applied"))
        }
    }

    @Test(
        arguments: [
            ("check", "", 400), ("check", "[]", 400), ("check", "{", 400), ("check", "null", 400), ("check", "{}", 400),
            ("check", #"{"revision":"r","section":"cameras","id":"a"}"#, 400),
            ("check", #"{"revision":"r","section":"sinks","id":"a","entry":null}"#, 400),
            ("check", #"{"revision":"r","section":"cameras","id":"a","entry":null,"more":1}"#, 400),
            ("check", #"{"revision":1,"section":"cameras","id":"a","entry":null}"#, 400),
            ("probe", "{}", 400), ("probe", #"{"camera":"a","url":"rtsp://h"}"#, 400), ("probe", #"{"url":7}"#, 400),
            ("geometry", #"{"width":1e400,"height":1,"thrown-object":{}}"#, 400), ("test", #"{"camera":"a"}"#, 400),
            ("geometry", #"{"width":1.5,"height":1,"thrown-object":{}}"#, 400), ("undo", #"{"revision":null}"#, 400),
            ("check", #"{"x":"# + String(repeating: "[", count: 60_000), 400),
            ("check", #"{"x":""# + String(repeating: "a", count: 300 << 10) + #""}"#, 413),
            ("probe", #"{"url":""# + String(repeating: "a", count: 70 << 10) + #""}"#, 413),
            ("check", "\u{FEFF}{}", 400),
            ("check", #"{"revision":"r","section":"cameras","id":"a","entry":"\ud800"}"#, 400),
        ] as [(String, String, Int)])
    func `What makes no sense is refused, and nobody else is asked`(path: String, body: String, status: Int)
        async throws
    {
        try await serve { client in
            let browser = try await client.logIn(.engineer)
            let answer = try await browser.ask("/console/api/setup/" + path, "POST", body: body)
            #expect(answer.status == status, "\(answer.body)")
            #expect(!answer.body.contains(String(repeating: "a", count: 100)))
        }
        #expect(desk.calls.values.isEmpty)
    }

    @Test func `An entry with many lines fits, and a body that is no JSON by its name does not`() async throws {
        try await serve { client in
            let browser = try await client.logIn(.engineer)
            let long =
                #"{"revision":"r","section":"cameras","id":"a","entry":{"x":""#
                + String(repeating: "a", count: 200 << 10)
            #expect(try await browser.ask("/console/api/setup/check", "POST", body: long + #""}}"#).status == 200)
            let answer = try await browser.ask(
                "/console/api/setup/check", "POST", fields: ["Content-Type": "text/plain"], body: Self.change)
            #expect(answer.status == 415)
        }
    }

    @Test func `A service without a file of its own says so`() async throws {
        try await people.serve { client in
            let browser = try await client.logIn(.engineer)
            let answer = try await browser.ask("/console/api/setup/cameras")
            #expect(answer.status == 404 && answer.body.contains("--config"))
        }
    }
}

/// A desk that remembers what it was asked, and refuses what it is told to.
private final class RecordingDesk: SetupDesk {
    let calls = Recorder<String>()
    let changes = Recorder<SetupChange>()
    let authors = Recorder<SetupAuthor>()
    let refusal = Mutex<SetupRefusal?>(nil)

    private func note(_ call: String) throws {
        calls.add(call)
        if let refusal = refusal.withLock({ $0 }) { throw refusal }
    }

    func list() async throws -> SetupList {
        try note("list")
        return SetupList(
            cameras: [.init(id: "a", name: nil)], recorders: [.object(["id": .string("n")])], revision: "r",
            writable: true)
    }

    func entry(ofCamera id: String) async throws -> SetupEntry {
        try note("entry")
        return SetupEntry(entry: .object(["camera": .string(id)]), hasPassword: true, revision: "r")
    }

    func probe(_ question: ProbeQuestion, by author: SetupAuthor) async throws -> ProbeAnswer {
        try note("probe")
        authors.add(author)
        return ProbeAnswer(steps: [.init(.login, ok: false, detail: "d", remedy: "r")])
    }

    func probeRecorder(_ question: RecorderQuestion, by author: SetupAuthor) async throws -> RecorderAnswer {
        try note("recorder")
        authors.add(author)
        return RecorderAnswer(channels: [
            .init(channel: 1, url: "rtsp://\(question.address)", probe: ProbeAnswer(steps: []))
        ])
    }

    func geometry(_ question: GeometryQuestion) async throws -> GeometryAnswer {
        try note("geometry")
        return GeometryAnswer(floors: [.init(floor: 3, pixels: 7.2, sufficient: true)], openings: nil, mistakes: [])
    }

    func test(_ question: TrialQuestion, by author: SetupAuthor) async throws -> TrialAnswer {
        try note("test")
        authors.add(author)
        return TrialAnswer(seconds: 30, findings: [], picture: nil)
    }

    func check(_ change: SetupChange) async throws -> SetupChecked {
        try note("check")
        changes.add(change)
        return SetupChecked(revision: "r", diff: "d")
    }

    func apply(_ change: SetupChange, by author: SetupAuthor) async throws -> SetupChecked {
        try note("apply")
        authors.add(author)
        changes.add(change)
        var checked = SetupChecked(revision: "r", diff: "d")
        checked.applied = true
        return checked
    }

    func history() async throws -> SetupHistory {
        try note("history")
        return SetupHistory(versions: [.init(number: 1, at: "t", by: "b", what: "w", current: true)])
    }

    func undo(_ revision: String, by author: SetupAuthor) async throws -> SetupChecked {
        try note("undo")
        var checked = SetupChecked(revision: "r", diff: "d")
        checked.applied = true
        return checked
    }
}
