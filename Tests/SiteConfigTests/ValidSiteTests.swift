import Detectors
import Foundation
import Testing
import VideoCore
import VideoStreams

@testable import SiteConfig

@Suite struct ValidSiteTests {
    @Test("The least that is valid gets the defaults")
    func defaults() throws {
        let site = try site("site: a\ncameras: [{camera: c, url: rtsp://127.0.0.1/1}]\n")
        #expect(site.site == "a")
        #expect(site.timeZone == "Asia/Shanghai")
        #expect(site.dataDirectory == nowhere + "/data")
        #expect(site.workers == ProcessInfo.processInfo.activeProcessorCount)
        #expect(site.http == SiteSettings.HTTP() && site.http.enabled && site.http.isLoopback && site.http.port == 9108)
        #expect(site.evidence == SiteSettings.Evidence())
        #expect(site.outbox == SiteSettings.Outbox())
        #expect(site.nvrs.isEmpty && site.sinks.isEmpty)
        let camera = try #require(site.cameras.first)
        var expected = CameraSettings(id: CameraID("c"))
        expected.url = Secret("rtsp://127.0.0.1/1")
        #expect(camera == expected)
        #expect(site.warnings.map(\.key) == ["cameras[0]"], "it is not said what it watches for")
    }

    @Test("Every key of a site is read")
    func siteKeys() throws {
        let site = try site(
            """
            site: east-garden
            timeZone: UTC
            dataDirectory: /var/lib/tocsin
            workers: 3
            http: {enabled: true, listen: "::1", port: 9200}
            place: {district: 区, street: 街, community: 社, building: "1", facade: S, elevator: L}
            nvrs: [{id: n1, maxConnects: 2, name: Guardroom}, {id: n2}]
            evidence:
              {minimumFree: 1.5GiB, maximumBytes: 2GiB, keepDays: 31, keepDaysByPriority: {1: 60}, jpegQuality: 70,
              keyFile: /k, clip: {enabled: false, before: 5, after: 0, raw: false, masked: false}}
            audit: {keepDays: 200}
            outbox: {reserve: 16 MiB, keepDays: 90}
            sinks: [{file: {path: out.jsonl, rotateAt: 128KiB, keep: 1}}]
            cameras: []
            """)
        #expect(site.timeZone == "UTC")
        #expect(site.dataDirectory == "/var/lib/tocsin")
        #expect(site.workers == 3)
        #expect(site.http.enabled && site.http.listen == "::1" && site.http.port == 9200)
        #expect(site.place.district == "区" && site.place.street == "街" && site.place.community == "社")
        #expect(site.place.building == "1" && site.place.facade == "S" && site.place.elevator == "L")
        #expect(site.nvrs.map(\.id) == ["n1", "n2"])
        #expect(site.nvrs.map(\.maxConnects) == [2, 4])
        #expect(site.nvrs.map(\.name) == ["Guardroom", nil])
        #expect(site.evidence.minimumFree == 1536 << 20)
        #expect(site.evidence.keepDays == 31 && site.evidence.jpegQuality == 70)
        #expect(site.evidence.maximumBytes == 2 << 30 && site.evidence.keepDaysByPriority == [1: 60])
        #expect(site.evidence.keyFile == "/k" && site.audit.keepDays == 200)
        var clip = SiteSettings.Evidence.Clip()
        (clip.enabled, clip.before, clip.after, clip.raw, clip.masked) = (false, 5, 0, false, false)
        #expect(site.evidence.clip == clip)
        #expect(site.outbox.reserve == 16 << 20 && site.outbox.keepDays == 90)
        var sink = SiteSettings.FileSink(path: "/var/lib/tocsin/out.jsonl")
        (sink.rotateAt, sink.keep) = (128 << 10, 1)
        #expect(
            site.sinks == [
                .init(name: "file:out.jsonl", earlierNames: ["file:/var/lib/tocsin/out.jsonl"], .file(sink))
            ])
        #expect(site.warnings.map(\.key) == ["cameras"], "nothing is watched")
    }

    @Test("Every key of a camera is read")
    func cameraKeys() throws {
        let site = try site(
            """
            site: a
            nvrs: [{id: n1}]
            cameras:
              - camera: c.1_a-B
                enabled: true
                name: 三号楼
                deviceCode: '37010200001320000001'
                url: rtsp://127.0.0.1:8554/1?x=y
                username: u
                password: "p@ss:w&rd"
                transport: udp
                nvr: n1
                channel: 3
                buffer: {seconds: 12.5, size: 4MiB}
                timeouts: {connect: 1, firstPacket: 2, firstKeyframe: 3, stall: 4}
                detectors: {}
            """)
        let camera = try #require(site.cameras.first)
        #expect(camera.id == CameraID("c.1_a-B"))
        #expect(camera.name == "三号楼")
        #expect(camera.deviceCode == "37010200001320000001")
        #expect(camera.url == Secret("rtsp://127.0.0.1:8554/1?x=y") && !camera.isFile)
        #expect(camera.username == "u" && camera.password == Secret("p@ss:w&rd"))
        #expect(camera.transport == .udp)
        #expect(camera.nvr == "n1" && camera.channel == 3)
        #expect(camera.bufferSeconds == 12.5 && camera.bufferBytes == 4 << 20)
        let timeouts = camera.timeouts
        #expect(timeouts.connect == 1 && timeouts.firstPacket == 2)
        #expect(timeouts.firstKeyframe == 3 && timeouts.stall == 4)
        #expect(camera.detectors == DetectorSettings())
    }

    @Test("A camera's place is completed by the site's and may differ from it")
    func places() throws {
        let site = try site(
            """
            site: a
            place: {district: D, street: S, community: C}
            cameras:
              - {camera: a, url: rtsp://127.0.0.1/1, place: {street: T, building: "3", facade: south}}
              - {camera: b, url: rtsp://127.0.0.1/2}
            """)
        let first = site.cameras[0].place
        #expect(first.district == "D" && first.street == "T" && first.community == "C")
        #expect(first.building == "3" && first.facade == "south" && first.elevator == nil)
        #expect(site.cameras[1].place == site.place)
    }

    @Test("Alarm rules are read: times, days, priorities, and a stretch past midnight")
    func alarms() throws {
        let site = try site(
            siteWithCamera(
                """
                alarms:
                  cooldown: 0.5
                  schedule:
                    - {days: [sun, mon], from: 07:05, to: "24:00"}
                    - {from: '20:00', to: 06:00}
                  priority: {thrown-object: 1, ebike-in-elevator: 2, picture-quality: 4}
                """))
        let rules = site.cameras[0].alarms
        #expect(rules.cooldown == 0.5)
        #expect(
            rules.schedule == [
                .init(days: [.sunday, .monday], from: 425, to: 1440),
                .init(days: Set(AlarmRules.Weekday.allCases), from: 1200, to: 360),
            ])
        #expect(rules.priority == [.thrownObject: 1, .ebikeInElevator: 2, .pictureQuality: 4])
    }

    @Test("Priorities can be set for every kind of alarm, and detectors can be named as alarms are")
    func kinds() {
        #expect(Set(Section.priority.keys) == Set(AlarmKind.allCases.map(\.rawValue)))
        #expect(AlarmRules.Weekday.allCases.map(\.abbreviation) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
    }

    @Test(
        "Addresses of every kind are taken as they are",
        arguments: [
            "rtsp://127.0.0.1", "rtsps://camera-1.local:322/a", "rtsp://[::1]:554/a", "rtsp://u:p@ss:w&rd@127.0.0.1/a",
            "http://127.0.0.1/live.flv", "https://127.0.0.1/a.ts?x=1", "RTSP://127.0.0.1/a",
            "rtsp://127.0.0.1/cam/realmonitor?channel=1&subtype=0",
        ])
    func addresses(_ url: String) throws {
        let site = try site("site: a\ncameras:\n  - camera: a\n    url: \(url)\n")
        #expect(site.cameras[0].url?.revealed == url)
        #expect(!site.cameras[0].isFile)
    }

    @Test("An anchor may be used again by a few aliases")
    func aliases() throws {
        let cameras = (0..<40).map { "  - {camera: c\($0), url: rtsp://127.0.0.1/\($0), timeouts: *slow}\n" }.joined()
        let site = try site(
            "site: a\ncameras:\n  - {camera: c, url: rtsp://127.0.0.1/c, timeouts: &slow {stall: 9}}\n" + cameras)
        #expect(site.cameras.count == 41)
        #expect(site.cameras.allSatisfy { $0.timeouts.stall == 9 })
    }
}
