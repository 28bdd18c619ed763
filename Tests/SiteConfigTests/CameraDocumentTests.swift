import Detectors
import Testing
import VideoCore

@testable import SiteConfig

@Suite struct CameraDocumentTests {
    /// Written after the shape that `analyze --config` promises to read.
    private static let text = """
        camera: facade-3-south          # id
        detectors:
          thrown-object:
            facade:  [[0.05,0.02],[0.95,0.02],[0.98,0.97],[0.02,0.97]]
            shields: [[[0.10,0.10],[0.14,0.10],[0.14,0.16],[0.10,0.16]]]
            floors:
              - {floor: 12, line: [[0.06,0.40],[0.94,0.41]]}
              - {floor: 3,  line: [[0.03,0.90],[0.97,0.90]]}
              - {floor: 20, line: [[0.08,0.08],[0.92,0.08]]}
            floorHeight: 3.1
            columns: 6
          ebike: {cabin: [[0,0],[1,0],[1,1],[0,1]], door: [[0.3,0.6],[0.7,0.6],[0.7,1],[0.3,1]]}
          fire: {}
          smoke:
        """

    @Test("A camera document needs no address and gives the detectors' settings")
    func contract() throws {
        let camera = try camera(Self.text)
        #expect(camera.id == CameraID("facade-3-south"))
        #expect(camera.url == nil)
        let detectors = try #require(camera.detectors)
        let thrown = try #require(detectors.thrownObject)
        #expect(thrown.facade.map(\.corners.count) == [4])
        #expect(thrown.facade[0].corners[2] == ImagePoint(x: 0.98, y: 0.97))
        #expect(detectors.shields.map(\.corners.count) == [4])
        #expect(thrown.floors.map(\.floor) == [3, 12, 20], "from the lowest up")
        #expect(thrown.floors[1].to == ImagePoint(x: 0.94, y: 0.41))
        #expect(thrown.floorHeight == 3.1)
        #expect(thrown.columns == 6)
        #expect(detectors.ebike?.cabin?.corners.count == 4)
        #expect(detectors.ebike?.door?.corners.first == ImagePoint(x: 0.3, y: 0.6))
        #expect(detectors.ebike?.excluded == [] && detectors.ebike?.bicyclesRing == false && detectors.holdDoor == nil)
        #expect(detectors.fireSmoke?.watched == [.fire, .smoke] && !detectors.quality)
        #expect(detectors.count == 4)
    }

    @Test("Fire and smoke have places where they are not looked for, and hours of their own")
    func hazards() throws {
        let detectors = try #require(
            try camera(
                "camera: a\ndetectors:\n  fire:\n    exclude: [[0.1, 0.2], [0.3, 0.2], [0.3, 0.4]]\n"
                    + "    schedule: [{from: \"22:00\", to: \"06:00\"}]\n"
            ).detectors)
        #expect(detectors.fireSmoke?.watched == [.fire] && detectors.count == 1)
        #expect(detectors.fireSmoke?.excluded[.fire]?.map(\.corners.count) == [3])
        #expect(detectors.hazardSchedules[.fire]?.map(\.from) == [22 * 60])
    }

    @Test("A document without detectors leaves the choice to the command")
    func noDetectors() throws {
        #expect(try camera("camera: a\n").detectors == nil)
        #expect(try camera("camera: a\ndetectors: {quality: }\n").detectors?.quality == true)
    }

    @Test("A facade may consist of several polygons")
    func severalPolygons() throws {
        let camera = try camera(
            "camera: a\ndetectors: {thrown-object: {facade: [[[0,0],[0.4,0],[0.4,1]], [[0.5,0],[1,0],[1,1]]]}}\n")
        #expect(camera.detectors?.thrownObject?.facade.count == 2)
    }

    @Test("A recorder is not looked up where there is no list of them")
    func recorder() throws {
        #expect(try camera("camera: a\nnvr: nvr-1\n").nvr == "nvr-1")
    }

    @Test("Keys of a site are unknown in a camera document")
    func siteKey() {
        #expect {
            try camera("camera: a\nworkers: 2\n")
        } throws: { error in
            (error as? ConfigurationErrors)?.mistakes.map(\.remedy) == ["`workers` belongs at the top of a site's file"]
        }
    }

    @Test("A lift's hours, exclusions, door relay and prompt are read, and a door to ring at must be there")
    func lift() throws {
        let document = try camera(
            """
            camera: lift
            detectors:
              ebike:
                door: [[0.3,0.6],[0.7,0.6],[0.7,1],[0.3,1]]
                exclude: [[[0,0],[0.1,0],[0.1,0.1]]]
                bicycles: true
                ringAtDoor: true
                schedule: [{from: "07:00", to: "23:00"}]
                holdDoor: {relay: /run/relay, fireService: fire.signal}
                prompt: 电动车禁止进入电梯
            """)
        let detectors = try #require(document.detectors)
        #expect(detectors.ebike?.excluded.count == 1)
        #expect(detectors.ebike?.bicyclesRing == true && detectors.ebike?.ringsAtDoor == true)
        #expect(detectors.ebikeSchedule?.count == 1 && detectors.prompt == "电动车禁止进入电梯")
        #expect(detectors.holdDoor?.output == .relay("/run/relay"))
        #expect(detectors.holdDoor?.fireService?.hasSuffix("/fire.signal") == true)
        #expect {
            try camera("camera: lift\ndetectors: {ebike: {ringAtDoor: true, holdDoor: {}}}")
        } throws: { error in
            (error as? ConfigurationErrors)?.mistakes.map(\.key) == [
                "detectors.ebike.ringAtDoor", "detectors.ebike.holdDoor.relay",
            ]
        }
    }

    @Test("Both kinds of file are told apart by their top level and summed up in a line")
    func check() throws {
        let directory = try TemporaryDirectory()
        let camera = try ConfigurationCheck(path: directory.write(Self.text, to: "camera.yaml"))
        #expect(camera.summary == "valid: camera facade-3-south, 4 detectors")
        #expect(camera.warnings == [])
        let site = try ConfigurationCheck(
            path: directory.write(
                "site: a\ncameras:\n  - {camera: a, url: rtsp://127.0.0.1/1, detectors: {thrown-object: {}}}\n"
                    + "  - {camera: b, url: rtsp://127.0.0.1/2, enabled: false}\n", to: "site.yaml"))
        #expect(site.summary == "valid: site a, 1 camera enabled (1 not), 1 detector, 0 recorders, 0 sinks")
        #expect(site.warnings == [])
        #expect(throws: ConfigurationErrors.self) {
            try ConfigurationCheck(path: directory.write("camera: a/b\n", to: "bad.yaml"))
        }
    }

    @Test("A camera document is loaded from a file")
    func load() throws {
        let directory = try TemporaryDirectory()
        #expect(try CameraSettings.load(path: directory.write(Self.text, to: "c.yaml")).id.name == "facade-3-south")
        #expect(throws: ConfigurationErrors.self) { try CameraSettings.load(path: directory.path + "/gone") }
    }
}
