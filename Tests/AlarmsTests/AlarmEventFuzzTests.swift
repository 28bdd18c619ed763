import Foundation
import GRDB
import TestSupport
import Testing
import VideoCore

@testable import Alarms

@Suite("Events that come from a damaged queue")
struct AlarmEventFuzzTests {
    @Test("Changed bytes are an error or an event, never a trap", arguments: 0..<8)
    func mutated(seed: Int) throws {
        var random = Seeded(state: UInt64(seed))
        var event = AlarmEvent.sample(1)
        event.data.regionInImage = Region(x: 0.1, y: 0.2, width: 0.3, height: 0.4)
        event.data.track = [TrackPoint(mediaTime: 1, pointInImage: ImagePoint(x: 0, y: 1))]
        event.data.origin = FloorEstimate(level: 3, standardDeviation: 0.5)
        let good = try event.json()
        var read = 0
        for _ in 0..<300 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes.randomElement(using: &random)!, at: place)
                }
            }
            guard let decoded = try? AlarmEvent(json: bytes) else { continue }
            read += 1
            #expect(!decoded.sentence().isEmpty)
            #expect(try AlarmEvent(json: decoded.json()) == decoded)
        }
        #expect(read > 0 && read < 300, "some are still events, some are not")
    }

    @Test("An event that cannot be read is delivered as it is and shown as such")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        let outbox = try Outbox(.sample(folder))
        try outbox.append(.sample(1))
        try outbox.queue.write { try $0.execute(sql: "UPDATE event SET json = '{\"from\":\"the future\"}'") }
        #expect(try outbox.events(after: 0, limit: 1).map(\.json) == [Array("{\"from\":\"the future\"}".utf8)])
        let record = try #require(try outbox.alarms().first)
        #expect(record.latest == nil && record.isOpen)
    }
}
