import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

/// Whether a 10 cm object would be seen.
@Suite(.serialized) struct SelfTestTests {
    @Test(arguments: [Building.Light.day, .night])
    func `A good camera passes from every height, by day and by night`(light: Building.Light) throws {
        let fixture = SelfTestFixture(light: light)
        let outcome = try fixture.test(fixture.pictures())
        let report = try #require(outcome.report)
        #expect(report.passed, "\(report.lines)")
        #expect(report.storeys.count == 3)
        for storey in report.storeys {
            #expect(abs(try #require(storey.namedFloor) - storey.floor) <= 1, "\(storey)")
            #expect(storey.pixels > 3)
        }
        #expect(outcome.live.isEmpty, "the live detector sees no ball")
        let opens = outcome.findings.filter { $0.stage == .open }
        #expect(opens.count == 3)
        #expect(outcome.findings.count { $0.stage == .close } == 3)
        #expect(outcome.findings.allSatisfy { $0.isTest && $0.kind == .thrownObject && $0.detail != nil })
    }

    @Test func `A moved camera fails at once, and says so`() throws {
        try expectFault(.shift(x: 70, y: 20)) { fault in
            guard case .view(.moved(let share)) = fault else { return false }
            return abs(share - 0.038) < 0.006
        }
    }

    @Test func `A covered camera fails at once, and says so`() throws {
        try expectFault(.cover(grey: 90)) { $0 == .view(.covered) }
    }

    @Test func `A fogged camera fails at once, and says so`() throws {
        try expectFault(.fog(grey: 200, share: 0.1)) { $0 == .view(.washedOut) }
    }

    @Test func `A defocused camera fails because of its focus`() throws {
        let fixture = SelfTestFixture()
        let outcome = try fixture.test(fixture.pictures(as: .defocus(sigma: 10)), after: fixture.pictures())
        let report = try #require(outcome.report)
        guard case .blurred(let pixels)? = report.fault else {
            Issue.record("\(report.lines)")
            return
        }
        #expect(pixels > 5)
    }

    @Test(arguments: [Impairment.fog(grey: 200, share: 0.04), .cover(grey: 90), .defocus(sigma: 10)])
    func `A camera that was no good from the start fails too`(impairment: Impairment) throws {
        let fixture = SelfTestFixture()
        let report = try #require(try fixture.test(fixture.pictures(as: impairment)).report)
        #expect(!report.passed, "\(report.lines)")
        #expect(report.fault != .overlooked)
    }

    @Test func `A small picture fails for its size`() throws {
        let fixture = SelfTestFixture(width: 256, height: 144)
        let report = try #require(try fixture.test(fixture.pictures()).report)
        guard case .small(let pixels) = report.fault else {
            Issue.record("\(report.lines)")
            return
        }
        #expect(pixels < 3)
    }

    @Test func `A fall from the house itself is the live detector's to report, not the test's`() throws {
        let thing = ThrownThing(
            releasedAt: 0.02, from: SIMD3(5, 22, 0.3), size: .metres(0.3),
            contrast: .colour(Colour(luma: 236, u: 124, v: 130)))
        let quiet = SelfTestFixture()
        var scene = quiet.renderer.scene
        scene.duration = 2.4
        scene.actors = [thing]
        let fall = SceneRenderer(scene)
        let still = quiet.pictures()
        // A second after the test's first ball was let go.
        let pictures = (0..<2250).lazy.map { index in
            (125..<185).contains(index) ? fall.frame(at: index - 125) : still[index % still.count]
        }
        let outcome = try quiet.test(Array(pictures.prefix(400)) + still, limit: 16)
        #expect(outcome.live.contains { $0.stage == .open && !$0.isTest })
        let release = outcome.findings.filter { $0.stage == .open }.map(\.regionInImage?.x)
        #expect(release.allSatisfy { abs(($0 ?? 0) - 0.5) < 0.1 }, "\(release)")
    }

    @Test func `A picture that shows the ball with less than two pixels fails, whatever the detector makes of it`()
        throws
    {
        let fixture = SelfTestFixture(width: 480, height: 270)
        let report = try #require(try fixture.test(fixture.pictures()).report)
        #expect(report.storeys.allSatisfy { $0.pixels < 2 && !$0.seen })
        guard case .small? = report.fault else {
            Issue.record("\(report.lines)")
            return
        }
    }

    @Test func `Without floor lines there is no test`() {
        #expect(!SelfTest.isPossible(with: ThrownObjectSettings()))
        #expect(SelfTest.isPossible(with: SelfTestFixture(width: 320, height: 180).settings))
    }

    private func expectFault(_ impairment: Impairment, _ holds: (SelfTestFault) -> Bool) throws {
        let fixture = SelfTestFixture()
        let outcome = try fixture.test(fixture.pictures(as: impairment), after: fixture.pictures())
        let report = try #require(outcome.report)
        let fault = try #require(report.fault)
        #expect(holds(fault), "\(report.lines)")
        #expect(!report.passed && report.storeys.count == 3 && report.storeys.allSatisfy { !$0.seen })
        #expect(report.complaint?.contains(fault.words) == true)
        #expect(outcome.findings.isEmpty)
    }
}
