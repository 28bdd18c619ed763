import AllocationCount
import Inference
import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

@Suite struct ElevatorEBikeDetectorTests {
    private func watched(
        _ scene: LiftScene, engine: InferenceEngine = .best, _ change: (inout EBikeSettings) -> Void = { _ in }
    ) throws -> [Finding] {
        var settings = scene.settings
        change(&settings)
        var detector = try ElevatorEBikeDetector(model: WheelNetwork.model(engine: engine), settings: settings)
        return try detector.watch(scene) + detector.finish()
    }

    @Test(
        "An e-bike that comes in rings once within two seconds of crossing the threshold, and closes when it has left",
        arguments: InferenceEngine.allCases)
    func entry(engine: InferenceEngine) throws {
        let scene = LiftScene([LiftVisit(.ebike, enters: 6, leaves: 20)], duration: 30)
        let findings = try watched(scene, engine: engine)
        #expect(findings.map(\.stage) == [.open, .close])
        let open = try #require(findings.first)
        #expect(open.kind == .ebikeInElevator && (6...8).contains(open.detected), "\(open.detected)")
        #expect((21...27).contains(findings.last?.detected ?? 0), "\(findings.last?.detected ?? 0)")
        #expect(open.regionInImage != nil && (0.5...1).contains(open.confidence))
    }

    @Test(
        "Bicycles, prams and people never ring",
        arguments: [LiftVisitorKind.bicycle, .pram, .person])
    func others(kind: LiftVisitorKind) throws {
        let visits = [LiftVisit(kind, enters: 4, leaves: 14), LiftVisit(kind, enters: 22, across: -0.3)]
        #expect(try watched(LiftScene(visits, duration: 30)).isEmpty)
    }

    @Test("Bicycles ring where the site wants it")
    func bicycles() throws {
        let scene = LiftScene([LiftVisit(.bicycle, enters: 4)], duration: 12)
        #expect(try watched(scene) { $0.bicyclesRing = true }.map(\.stage) == [.open, .close])
    }

    @Test(
        "An e-bike that waits before the door and goes away does not ring; one on the threshold may, where it is wanted"
    )
    func waiting() throws {
        let scene = LiftScene([LiftVisit(.ebike, enters: 5, leaves: 9, depth: -0.4)], duration: 20)
        #expect(try watched(scene).isEmpty)
        let findings = try watched(scene) { $0.ringsAtDoor = true }
        #expect(findings.map(\.stage) == [.open, .close] && findings.first?.detail != nil)
    }

    @Test("A ring at the door becomes an update in the cabin, under the same number")
    func prealarm() throws {
        let scene = LiftScene(
            [LiftVisit(.ebike, enters: 5, speed: 0.25)], doorOpen: [1...14], duration: 20)
        let findings = try watched(scene) { $0.ringsAtDoor = true }
        #expect(findings.map(\.stage) == [.open, .update, .close] && Set(findings.map(\.incident)).count == 1)
    }

    @Test("One that stays for a long ride through a shut and silent cabin rings once")
    func ride() throws {
        let scene = LiftScene([LiftVisit(.ebike, enters: 5, leaves: 70)], duration: 80)
        #expect(try watched(scene).map(\.stage) == [.open, .close])
    }

    @Test("Two e-bikes that come one after the other ring twice, and both close")
    func two() throws {
        let visits = [
            LiftVisit(.ebike, enters: 5, leaves: 40, across: -0.45, depth: 1.1),
            LiftVisit(.ebike, enters: 16, leaves: 30, across: 0.45, depth: 0.9),
        ]
        let findings = try watched(LiftScene(visits, duration: 50))
        #expect(findings.filter { $0.stage == .open }.count == 2 && findings.filter { $0.stage == .close }.count == 2)
    }

    @Test("In and straight out again is one alarm; coming back later is another")
    func inAndOut() throws {
        let visits = [LiftVisit(.ebike, enters: 5, leaves: 8), LiftVisit(.ebike, enters: 25)]
        #expect(try watched(LiftScene(visits, duration: 35)).map(\.stage) == [.open, .close, .open, .close])
    }

    @Test("A door that shuts on it and opens again changes nothing")
    func bounce() throws {
        let scene = LiftScene(
            [LiftVisit(.ebike, enters: 5)], doorOpen: [3...6.2, 7.5...9, 10.5...12], duration: 24)
        #expect(try watched(scene).map(\.stage) == [.open, .close])
    }

    @Test("An empty, shut cabin costs no look of the network, and few while it comes to rest")
    func idle() throws {
        let scene = LiftScene([], duration: 120)
        var detector = try ElevatorEBikeDetector(model: WheelNetwork.model(), settings: scene.settings)
        #expect(try detector.watch(scene).isEmpty)
        #expect(detector.looks < 16, "\(detector.looks)")
        #expect(detector.demand == .keyframes(every: 0))
    }

    @Test("What stands where a poster hangs is not seen")
    func excluded() throws {
        let scene = LiftScene([LiftVisit(.ebike, enters: 4)], duration: 12)
        let everywhere = Polygon([
            ImagePoint(x: 0, y: 0), ImagePoint(x: 1, y: 0), ImagePoint(x: 1, y: 1), ImagePoint(x: 0, y: 1),
        ])
        #expect(try watched(scene) { $0.excluded = [everywhere] }.isEmpty)
    }

    @Test("A picture alone is judged by the network, without an entry")
    func still() throws {
        for (kind, stages) in [(LiftVisitorKind.ebike, [Finding.Stage.open, .close]), (.bicycle, [])] {
            let renderer = LiftRenderer(LiftScene([LiftVisit(kind, enters: -20)], duration: 1))
            var detector = try ElevatorEBikeDetector(model: WheelNetwork.model(), settings: EBikeSettings())
            let findings = try detector.findings(in: renderer.frame(at: 0)) + detector.finish()
            #expect(findings.map(\.stage) == stages)
        }
    }

    @Test("A network without powered two-wheelers is refused")
    func unfit() {
        #expect(throws: InferenceError.self) { try WheelNetwork.model(classes: ["car", "bicycle", "person"]) }
    }

    @Test("Between two looks of the network nothing is allocated")
    func allocations() throws {
        let scene = LiftScene([LiftVisit(.person, enters: 2)], doorOpen: [0...60], duration: 12)
        let renderer = LiftRenderer(scene)
        var detector = try ElevatorEBikeDetector(model: WheelNetwork.model(), settings: scene.settings)
        for index in 0..<40 { _ = try detector.findings(in: renderer.frame(at: index)) }
        var costs: [UInt64] = []
        for frame in (40..<90).map({ renderer.frame(at: $0) }) {
            let (looks, before) = (detector.looks, allocation_count())
            let findings = try detector.findings(in: frame)
            // The engine allocates within a look.
            if detector.looks == looks { costs.append(allocation_count() - before) }
            #expect(findings.isEmpty)
        }
        #expect(costs.count > 25 && costs.allSatisfy { $0 == 0 }, "\(costs)")
    }
}
