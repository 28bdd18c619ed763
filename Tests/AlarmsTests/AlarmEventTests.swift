import Foundation
import TestSupport
import Testing
import VideoCore

@testable import Alarms

@Suite("The alarm event keeps to its contract")
struct AlarmEventTests {
    private static func contract() throws -> SchemaChecker {
        let url = try #require(Bundle.module.url(forResource: "alarm-event.v1.schema", withExtension: "json"))
        return try SchemaChecker(try Data(contentsOf: url))
    }

    private static func full(_ kind: AlarmKind, _ phase: AlarmPhase) -> AlarmEvent {
        var event = AlarmEvent.sample(7, phase, kind: kind)
        event.data.camera = AlarmCamera(
            id: "gate", name: "Gate", deviceCode: "37010200001310000001", nvr: "nvr-1", channel: 3)
        event.data.place.building = "3"
        event.data.place.elevator = "B"
        event.data.input = "still.jpg"
        event.data.mediaTime.detected = 1.5
        event.data.regionInImage = Region(x: 0.1, y: 0.2, width: 0.3, height: 0.4)
        event.data.track = [TrackPoint(mediaTime: 1, pointInImage: ImagePoint(x: 0.1, y: 0.2))]
        event.data.origin = FloorEstimate(level: 9, standardDeviation: 0.4)
        event.data.model = ModelReference(name: "m", version: "1", sha256: "00")
        event.data.evidence = [Evidence(kind: .snapshot, uri: "file:a.jpg", sha256: "00", bytes: 1, masked: true)]
        event.data.receivedAt = Timestamp(monday)
        event.data.committedAt = Timestamp(monday)
        event.data.isTest = true
        return event
    }

    @Test(
        "Every kind and phase obeys the schema, with everything filled in and with nothing",
        arguments: AlarmKind.allCases)
    func obeysSchema(kind: AlarmKind) throws {
        let contract = try Self.contract()
        for phase in AlarmPhase.allCases {
            #expect(try contract.violations(Self.full(kind, phase).json()) == [])
            #expect(try contract.violations(AlarmEvent.sample(1, phase, kind: kind).json()) == [])
        }
    }

    @Test("The checker itself finds what is missing, misspelt or out of range")
    func checkerFinds() throws {
        let contract = try Self.contract()
        let good = String(decoding: try Self.full(.fire, .open).json(), as: UTF8.self)
        for (found, replacement) in [
            ("\"confidence\":0.9", "\"confidence\":1.9"), ("\"phase\":\"open\"", "\"phase\":\"opened\""),
            ("\"specversion\":\"1.0\",", ""), ("37010200001310000001", "12"), ("\"floor\":9", "\"floor\":\"9\""),
            ("\"bytes\":1,", ""), ("\"test\":true", "\"tset\":true"), ("[1,0.1,0.2]", "[1,0.1]"),
        ] {
            let bad = good.replacing(found, with: replacement)
            try #require(bad != good, "\(found) is not in \(good)")
            #expect(try contract.violations(Array(bad.utf8)).count == 1, "\(replacement)")
        }
    }

    @Test("What was written is read back the same, and again gives the same bytes")
    func roundTrip() throws {
        for kind in AlarmKind.allCases {
            let event = Self.full(kind, .close)
            let json = try event.json()
            #expect(try AlarmEvent(json: json) == event)
            #expect(try AlarmEvent(json: json).json() == json)
        }
    }

    @Test("The bytes of an event are these, key by key")
    func goldenBytes() throws {
        let expected = """
            {"data":{"alarmID":"89af0cfd-2c1d-824d-938a-67da0efec6bd","camera":{"id":"gate"},"confidence":0.9,\
            "kind":"thrown-object","mediaTime":{"end":2,"start":1},"phase":"open","priority":2},\
            "datacontenttype":"application/json","dataschema":"urn:tocsin:alarm-event:v1",\
            "id":"89af0cfd-2c1d-824d-938a-67da0efec6bd-open","source":"/sites/garden/cameras/gate",\
            "specversion":"1.0","subject":"89af0cfd-2c1d-824d-938a-67da0efec6bd",\
            "time":"2026-03-02T10:00:01.000Z","type":"tocsin.alarm.thrown-object.v1"}
            """
        #expect(String(decoding: try AlarmEvent.sample(1).json(), as: UTF8.self) == expected)
    }

    @Test("An event of another type or version is refused")
    func refusesOthers() throws {
        let good = String(decoding: try AlarmEvent.sample(1).json(), as: UTF8.self)
        for (found, replacement) in [
            ("\"1.0\"", "\"0.3\""), ("thrown-object.v1", "thrown-object.v2"), ("10:00", "ten"),
        ] {
            let bad = Array(good.replacing(found, with: replacement).utf8)
            #expect(throws: DecodingError.self) { try AlarmEvent(json: bad) }
        }
    }

    @Test("The id depends on site, camera, kind and start, and on nothing else")
    func identity() {
        let start = Timestamp(monday)
        let base = AlarmID(site: "a", camera: CameraID("b"), kind: .fire, start: start)
        #expect(base == AlarmID(site: "a", camera: CameraID("b"), kind: .fire, start: start))
        let later = Timestamp(milliseconds: start.milliseconds + 1)
        let others = [
            AlarmID(site: "ab", camera: CameraID(""), kind: .fire, start: start),
            AlarmID(site: "a", camera: CameraID("c"), kind: .fire, start: start),
            AlarmID(site: "a", camera: CameraID("b"), kind: .smoke, start: start),
            AlarmID(site: "a", camera: CameraID("b"), kind: .fire, start: later),
        ]
        #expect(Set(others + [base]).count == 5)
        #expect(base.text.dropFirst(14).first == "8", "the version of the UUID")
        #expect("89ab".contains(base.text.dropFirst(19).prefix(1)), "the variant of the UUID")
    }

    @Test("Names that are no URI segments are escaped, addresses are left out")
    func namesAreSafe() throws {
        var context = CameraContext(site: "a/b c", camera: AlarmCamera(id: "东门?", name: "rtsp://u:p@h/"))
        context.camera.nvr = "http://admin:secret@nvr"
        let admitted = AdmittedFinding(
            alarmID: AlarmID("x"), phase: .open, update: 0, start: Timestamp(monday), finding: .sample())
        let event = AlarmEvent(admitted, context)
        #expect(event.source == "/sites/a%2Fb%20c/cameras/%E4%B8%9C%E9%97%A8%3F")
        #expect(event.data.camera.name == nil && event.data.camera.nvr == nil)
        #expect(!String(decoding: try event.json(), as: UTF8.self).contains("secret"))
    }

    @Test("Numbers that are none do not cost the alarm")
    func survivesNonsense() throws {
        var finding = Finding.sample(start: .infinity, end: .nan)
        finding.confidence = .nan
        finding.regionInImage = Region(x: .nan, y: 0, width: 1, height: 1)
        finding.track = [
            TrackPoint(mediaTime: 0, pointInImage: ImagePoint(x: .infinity, y: 0)),
            TrackPoint(mediaTime: 1.000_000_04, pointInImage: ImagePoint(x: 0.25, y: 0.5)),
        ]
        var alarms = CameraAlarms(.sample())
        let event = try #require(
            alarms.events(for: finding, at: FindingMoment(mediaTime: 1, wallTime: monday)).first)
        #expect(try Self.contract().violations(event.json()) == [])
        #expect(event.data.track.map(\.mediaTime) == [1])
        #expect(event.data.regionInImage == nil)
    }

    @Test("A window column is an addition that the schema does not forbid, there only when it is known")
    func column() throws {
        var event = Self.full(.thrownObject, .open)
        #expect(!String(decoding: try event.json(), as: UTF8.self).contains("column"))
        event.data.origin?.column = 4
        #expect(try Self.contract().violations(event.json()) == ["$.data.origin.column: not in the contract"])
        #expect(try AlarmEvent(json: event.json()).data.origin == event.data.origin)
        #expect(event.sentence().contains("from floor 9 ± 0.4, window column 4, confidence"))
    }

    @Test("From a finding comes the storey, not its fraction, and the column")
    func originOfFinding() throws {
        var finding = Finding(
            kind: .thrownObject, incident: 1, stage: .open, start: 1, end: 2, detected: 2, confidence: 0.9)
        for (level, floor) in [(9.7, 9), (-0.2, -1), (.nan, nil), (.infinity, nil)] as [(Double, Int?)] {
            finding.origin = FloorEstimate(level: level, standardDeviation: 0.3, column: 2)
            var alarms = CameraAlarms(.sample())
            let moment = FindingMoment(mediaTime: 1, wallTime: monday)
            let origin = try #require(alarms.events(for: finding, at: moment).first).data.origin
            #expect(origin?.floor == floor && origin?.column == (floor == nil ? nil : 2))
        }
    }

    @Test("A sentence says what, where, how sure and when")
    func sentence() {
        var event = AlarmEvent.sample(1, camera: "facade-3-south")
        event.data.origin = FloorEstimate(level: 9, standardDeviation: 0.4)
        #expect(
            event.sentence()
                == "thrown object, camera facade-3-south, from floor 9 ± 0.4, confidence 0.90, at 2026-03-02 10:00:01.000 UTC"
        )
        event.data.phase = .close
        event.data.isTest = true
        event.data.origin = nil
        event.data.place.building = "3"
        event.data.camera.name = "gate\u{1B}[2J"
        #expect(
            event.sentence()
                == "drill: thrown object (over), camera gate[2J, 3, confidence 0.90, at 2026-03-02 10:00:01.000 UTC")
    }
}
