import Foundation
import Synchronization
import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

/// The self-test night after night, in small pictures.
struct SelfTestNightsTests {
    private let fixture = SelfTestFixture(width: 480, height: 270)

    /// Shows `pictures` for `seconds` from civil time `wall` on, a second apart where the test asks for keyframes only.
    private func watch(
        _ test: SelfTest, _ live: ThrownObjectDetector, _ pictures: [Frame], from wall: Double, mediaTime: inout Double,
        seconds: Double
    ) throws -> [Finding] {
        var findings: [Finding] = []
        let start = mediaTime
        var index = 0
        while mediaTime - start < seconds {
            let frame = pictures[index % pictures.count].retimed(
                mediaTime: mediaTime, wallTime: WallTime(secondsSince1970: wall + mediaTime - start), index: index)
            _ = try live.findings(in: frame)
            findings += try test.findings(in: frame)
            mediaTime += test.demand == .everyFrame ? 0.04 : 1
            index += 1
        }
        return findings
    }

    @Test
    func
        `Idle it wants a keyframe now and then; two nights of a covered lens ring once`() throws
    {
        let reports = Mutex<[SelfTestReport]>([])
        let live = ThrownObjectDetector(settings: fixture.settings)
        let test = SelfTest(
            settings: fixture.settings, live: live, schedule: .daily(minute: 180, timeZone: .gmt)
        ) { report in reports.withLock { $0.append(report) } }
        let (good, covered) = (fixture.pictures(), fixture.pictures(as: .cover(grey: 90)))
        var time = 0.0
        // 2026-03-02, 02:59:00 UTC, and the same on the days after.
        let nights = (0..<3).map { 1_772_420_340 + Double($0) * 86_400 }
        #expect(test.demand == .keyframes(every: 20))
        #expect(try watch(test, live, good, from: nights[0] - 60, mediaTime: &time, seconds: 30).isEmpty)
        let first = try watch(test, live, covered, from: nights[0], mediaTime: &time, seconds: 120)
        #expect(first.isEmpty && reports.withLock { $0.count } == 1)
        let second = try watch(test, live, covered, from: nights[1], mediaTime: &time, seconds: 120)
        #expect(second.map(\.stage) == [.open] && second.map(\.kind) == [.pictureQuality])
        let alarm = try #require(second.first)
        #expect(!alarm.isTest && alarm.detail?.contains("not seen from floor 9, ") == true)
        #expect(alarm.detail?.contains("covered") == true)
        #expect(reports.withLock { $0.map(\.passed) } == [false, false])
        #expect(live.blindSeconds > 100)
    }
}

/// The thrown-object detector while the view is not clear.
struct SuspendedFloorTests {
    @Test(arguments: [false, true])
    func `A fall before a moved view rings without a floor, before a clear one with it`(isMoved: Bool) throws {
        let renderer = SceneRenderer(ScenePreset.facadeFall.scene(seed: 11, seconds: 6))
        let still = SceneRenderer(ScenePreset.facadeStill.scene(seed: 11, seconds: 1))
        var settings = ThrownObjectSettings()
        settings.floors = renderer.truth.floorLines.map { FloorLine(floor: $0.floor, from: $0.from, to: $0.to) }
        let detector = ThrownObjectDetector(settings: settings)
        var findings: [Finding] = []
        for index in 0..<300 + renderer.frameCount {
            let isFall = index >= 300
            let picture = isFall ? renderer.frame(at: index - 300) : still.frame(at: index % still.frameCount)
            let shown =
                isMoved && index >= 200 ? Impairment.shift(x: 20, y: 0).applied(to: picture, noise: 1.2) : picture
            findings += try detector.findings(
                in: shown.retimed(mediaTime: Double(index) / 25, wallTime: picture.wallTime, index: index))
        }
        #expect(detector.viewState.isClear != isMoved)
        #expect(findings.count { $0.stage == .open } == 1)
        #expect(findings.allSatisfy { ($0.origin == nil) == isMoved })
        #expect((detector.blindSeconds > 5) == isMoved)
    }
}
