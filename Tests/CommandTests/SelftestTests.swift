import Detectors
import Foundation
import Logging
import SyntheticScenes
import TestSupport
import Testing
import VideoCore
import VideoStreams

@testable import tocsin

/// `tocsin selftest` as an installer runs it, and the book it is written in.
@Suite struct SelftestTests {
    /// A site with one camera: a recording of two and a half seconds before a house of nine storeys.
    private func site(
        in folder: ScratchFolder, floors: Bool = true, impairment: Impairment? = nil, loop: Bool = true
    ) throws -> String {
        let scene = Scene(
            camera: PinholeCamera(
                width: 1920, height: 1080, position: SIMD3(0.4, 1.6, 11), tilt: 44, pan: 2, verticalFieldOfView: 56),
            building: Building(floors: 9, seed: 5), noise: SensorNoise(sigma: 1.2), duration: 2.5, seed: 5)
        let renderer = SceneRenderer(scene)
        var writer = try ClipWriter(to: folder.file("facade.mp4"), options: ClipOptions())
        for frame in renderer.frames { try writer.write(impairment?.applied(to: frame, noise: 1.2) ?? frame) }
        try writer.finish()
        func text(_ point: ImagePoint) -> String { "[\(point.x), \(point.y)]" }
        let lines = renderer.truth.floorLines.map {
            "          - {floor: \($0.floor), line: [\(text($0.from)), \(text($0.to))]}"
        }
        let corners = renderer.truth.facade.corners.map(text).joined(separator: ", ")
        let site = """
            site: test
            cameras:
              - camera: facade
                url: facade.mp4
                detectors:
                  thrown-object:
                    facade: [\(corners)]
                    floorHeight: 2.9
            \(floors ? "        floors:\n" + lines.joined(separator: "\n") : "")

            """
        try site.write(toFile: folder.file("site.yaml"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.file("site.yaml"))
        return folder.file("site.yaml")
    }

    private func selftest(_ site: String, camera: String = "facade") async throws -> Program.Outcome {
        try await Program.run(["selftest", "--config", site, "--camera", camera])
    }

    @Test("A good camera passes: status 0, one line for each height; nothing is written")
    func passes() async throws {
        let folder = try ScratchFolder()
        let outcome = try await selftest(try site(in: folder))
        #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasPrefix("a 10 cm object from floor ") && $0.contains(" seen: yes (") })
        #expect(!FileManager.default.fileExists(atPath: folder.file("data")))
    }

    @Test("A covered camera fails with status 1, the reason and what to do")
    func fails() async throws {
        let folder = try ScratchFolder()
        let outcome = try await selftest(try site(in: folder, impairment: .cover(grey: 90)))
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.output.contains("seen: no") && outcome.output.contains("covered"))
        #expect(outcome.output.contains("look what is before the lens"))
    }

    @Test("Without floor lines, without such a camera or with a file that is gone it says what to do")
    func mistakes() async throws {
        let folder = try ScratchFolder()
        let bare = try await selftest(try site(in: folder, floors: false))
        #expect(bare.status == 2 && bare.errors.contains("draw the lines of three storeys"))
        let site = try site(in: folder)
        let stranger = try await selftest(site, camera: "other")
        #expect(stranger.status == 2 && stranger.errors.contains("it has facade"))
        try FileManager.default.removeItem(atPath: folder.file("facade.mp4"))
        let gone = try await selftest(site)
        #expect(gone.status != 0 && !gone.errors.isEmpty)
    }

    @Test("Results are written down, count after a restart, and a torn line costs only itself")
    func book() async throws {
        let folder = try ScratchFolder()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        func open() -> SelfTestBook {
            SelfTestBook(dataDirectory: folder.path, camera: CameraID("gate"), logger: logger)
        }
        let storey = SelfTestReport.Storey(
            floor: 9, seen: false, pixels: 4.2, attempts: 2, fault: .blurred(pixels: 4))
        let failed = SelfTestReport(wallTime: WallTime(secondsSince1970: 1_772_445_600), storeys: [storey])
        let book = open()
        #expect(book.history == SelfTestHistory() && book.last == nil)
        book.append(failed)
        book.append(failed)
        await book.drain()
        #expect(open().history.failures == 2 && book.history.failures == 2)
        #expect(open().last?.storeys.first?.reason?.contains("focus") == true)
        let file = folder.file("selftests/gate.jsonl")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try String(text.dropLast(9)).write(toFile: file, atomically: true, encoding: .utf8)
        let torn = open()
        #expect(torn.history.failures == 1)
        torn.append(SelfTestReport(wallTime: failed.wallTime, storeys: []))
        await torn.drain()
        #expect(open().history.failures == 0 && open().last?.passed == true)
    }

    @Test("A reference view is kept in a file of the camera's own and read at the next start")
    func views() async throws {
        let folder = try ScratchFolder()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        func open() -> ViewStore {
            ViewStore(dataDirectory: folder.path, camera: CameraID("gate"), logger: logger)
        }
        let store = open()
        var monitor = ViewMonitor(fingerprint: ThrownObjectSettings().geometryFingerprint, memory: store.memory)
        let still = ScenePreset.facadeStill.scene(seed: 3, seconds: 640, width: 320, height: 180, framesPerSecond: 1)
        let scene = SceneRenderer(still)
        for second in 0..<8 { monitor.look(at: scene.frame(at: second)) }
        await ViewStore.drain()
        #expect(!store.knows(ThrownObjectSettings()), "what was seen for seconds is not kept")
        for second in 8..<620 { monitor.look(at: scene.frame(at: second)) }
        await ViewStore.drain()
        #expect(store.knows(ThrownObjectSettings()) && open().knows(ThrownObjectSettings()))
        #expect(open().memory.load() == store.memory.load())
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: folder.file("views/gate.view")))
        #expect(!open().knows(ThrownObjectSettings()))
    }
}
