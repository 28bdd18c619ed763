import Testing

@testable import SiteConfig

@Suite("Sinks have names that outlive a move")
struct SinkTests {
    private func sinks(_ entry: String, dataDirectory: String = "./data") throws -> [SiteSettings.Sink] {
        try site(
            """
            site: a
            dataDirectory: \(dataDirectory)
            sinks: [\(entry)]
            cameras: [{camera: a, url: rtsp://127.0.0.1/1, detectors: {thrown-object: {}}}]
            """
        ).sinks
    }

    @Test("The name follows from the path within the data directory, wherever that lies")
    func relative() throws {
        for directory in ["./data", "/somewhere/else", "."] {
            for path in ["alarms.jsonl", "./alarms.jsonl", "x/../alarms.jsonl"] {
                let sink = try sinks("{file: {path: \(path)}}", dataDirectory: directory)
                #expect(sink.map(\.name) == ["file:alarms.jsonl"])
            }
        }
        #expect(try sinks("{file: {path: /d/b/c}}", dataDirectory: "/d").map(\.name) == ["file:b/c"])
        #expect(try sinks("{file: {path: /elsewhere/c}}").map(\.name) == ["file:/elsewhere/c"])
    }

    @Test("An id is the name, and the names from before are known still")
    func explicit() throws {
        let sink = try #require(try sinks("{id: archive, file: {path: a.jsonl}}").first)
        #expect(sink.name == "archive")
        #expect(sink.earlierNames == ["file:a.jsonl", "file:\(nowhere)/data/a.jsonl"])
        #expect(try sinks("{file: {path: a.jsonl}}")[0].earlierNames == ["file:\(nowhere)/data/a.jsonl"])
        #expect(try sinks("{file: {path: /elsewhere/c}}")[0].earlierNames == [])
    }
}
