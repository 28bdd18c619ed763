import Synchronization
import SyntheticScenes
import Testing
import VideoCore

@testable import Detectors

/// Whether the view is as it should be.
struct ViewMonitorTests {
    private let fixture = ViewFixture()

    @Test(arguments: [
        ScenePreset.facadeStill, .facadeTree, .facadeRain, .facadeDrizzle, .facadeSnow, .facadePerson, .facadeLaundry,
        .facadeCurtains, .facadeExposure, .facadeInfraredSwitch, .facadeShake, .busyFall, .facadeBirds,
    ])
    func `Weather, light, trees and people leave a view clear`(preset: ScenePreset) {
        var monitor = fixture.learnt()
        let scene = fixture.scene(preset)
        for second in 8..<24 {
            monitor.look(at: fixture.frame(scene, at: Double(second) + 0.5))
            #expect(monitor.state == .clear, "second \(second)")
        }
        #expect(monitor.blindSeconds == 0)
    }

    static let troubles: [(Impairment, ViewState)] = [
        (.shift(x: 29, y: 0), .moved(by: 0.03)), (.shift(x: -24, y: 0), .moved(by: 0.025)),
        (.shift(x: 0, y: 30), .moved(by: 0.031)), (.shift(x: 50, y: -40), .moved(by: 0.067)),
        (.cover(grey: 60), .covered), (.cover(grey: 235), .washedOut), (.cover(grey: 10), .dark),
        (.fog(grey: 200, share: 0.12), .washedOut),
    ]

    @Test(arguments: troubles)
    func `A moved, covered, fogged or dark view is told, and its time counted`(
        impairment: Impairment, expected: ViewState
    ) {
        var monitor = fixture.learnt()
        let scene = fixture.scene()
        for second in 8..<18 { monitor.look(at: fixture.frame(scene, at: Double(second), as: impairment)) }
        #expect(monitor.state.isLike(expected), "\(monitor.state)")
        if case .moved(let share) = monitor.state, case .moved(let truth) = expected {
            #expect(abs(share - truth) < 0.007, "\(share)")
        }
        #expect(monitor.blindSeconds == 7)
        for second in 18..<24 { monitor.look(at: fixture.frame(scene, at: Double(second))) }
        #expect(monitor.state == .clear)
    }

    @Test func `A view that moved by less than two hundredths is clear`() {
        var monitor = fixture.learnt()
        let scene = fixture.scene()
        for second in 8..<18 {
            monitor.look(at: fixture.frame(scene, at: Double(second), as: .shift(x: 12, y: 6)))
        }
        #expect(monitor.state == .clear)
    }

    @Test func `Something before the lens for two seconds changes nothing`() {
        var monitor = fixture.learnt()
        let scene = fixture.scene()
        for second in 8..<20 {
            let isCovered = second == 10 || second == 11
            monitor.look(at: fixture.frame(scene, at: Double(second), as: isCovered ? .cover(grey: 60) : nil))
            #expect(monitor.state == .clear)
        }
    }

    @Test func `Day becomes night within half an hour and the view stays clear, then a move is still told`() {
        var monitor = fixture.learnt()
        let (day, night) = (fixture.scene(seconds: 0.2), fixture.scene(light: .night, seconds: 0.2))
        for second in stride(from: 8, to: 1800, by: 4) {
            let share = min(Double(second) / 1500, 1)
            let (a, b) = (fixture.frame(day, at: Double(second)), fixture.frame(night, at: Double(second)))
            monitor.look(at: fixture.mixture(a, b, share: share))
            #expect(monitor.state == .clear, "second \(second)")
        }
        for second in 1800..<1810 {
            monitor.look(at: fixture.frame(night, at: Double(second), as: .shift(x: 40, y: 10)))
        }
        #expect(monitor.state.isLike(.moved(by: 0.04)))
    }

    @Test func `A camera that starts by night knows the view it learnt by day`() {
        let kept = Mutex<ViewReference?>(nil)
        let memory = ViewMemory(load: { kept.withLock { $0 } }, save: { view in kept.withLock { $0 = view } })
        _ = fixture.believing(memory: memory)
        var monitor = ViewMonitor(fingerprint: 1, memory: memory)
        let night = fixture.scene(light: .night)
        for second in 0..<6 { monitor.look(at: fixture.frame(night, at: Double(second))) }
        #expect(monitor.state == .clear)
    }

    @Test func `A camera turned while the program was down is moved from its first seconds on`() throws {
        let kept = Mutex<ViewReference?>(nil)
        let memory = ViewMemory(
            load: { kept.withLock { $0.flatMap { ViewReference(bytes: $0.bytes) } } },
            save: { view in kept.withLock { $0 = view } })
        _ = fixture.believing(memory: memory)
        let scene = fixture.scene()
        var monitor = ViewMonitor(fingerprint: 1, memory: memory)
        var stranger = ViewMonitor(fingerprint: 2, memory: memory)
        for second in 0..<6 {
            let frame = fixture.frame(scene, at: Double(second), as: .shift(x: 40, y: 0))
            monitor.look(at: frame)
            stranger.look(at: frame)
        }
        #expect(monitor.state.isLike(.moved(by: 0.04)))
        #expect(stranger.state == .clear, "another geometry is another reference")
    }

    @Test func `What was shown for some seconds at first does not withhold floors for ever, nor is it kept`() {
        let kept = Mutex<ViewReference?>(nil)
        var monitor = ViewMonitor(
            fingerprint: 1, memory: ViewMemory(load: { nil }, save: { view in kept.withLock { $0 = view } }))
        let (card, facade) = (fixture.otherScene(), fixture.scene())
        for second in 0..<8 { monitor.look(at: fixture.frame(card, at: Double(second))) }
        for second in 8..<14 { monitor.look(at: fixture.frame(facade, at: Double(second))) }
        #expect(monitor.state == .moved(by: .infinity))
        for second in 14..<30 { monitor.look(at: fixture.frame(facade, at: Double(second))) }
        #expect(monitor.state == .clear)
        #expect(kept.withLock { $0 } == nil)
    }

    @Test func `A view that was seen for ten minutes is believed against any other`() {
        var monitor = fixture.believing()
        let other = fixture.otherScene()
        for second in 620..<1400 { monitor.look(at: fixture.frame(other, at: Double(second))) }
        #expect(monitor.state == .moved(by: .infinity))
    }

    @Test func `Damaged bytes are no reference`() throws {
        let kept = Mutex<ViewReference?>(nil)
        _ = fixture.believing(memory: ViewMemory(load: { nil }, save: { view in kept.withLock { $0 = view } }))
        let reference = try #require(kept.withLock { $0 })
        #expect(ViewReference(bytes: reference.bytes) == reference)
        #expect(ViewReference(bytes: Array(reference.bytes.dropLast())) == nil)
        #expect(ViewReference(bytes: [0] + reference.bytes.dropFirst()) == nil)
        #expect(ViewReference(bytes: []) == nil)
        var huge = reference.bytes
        (huge[28], huge[29]) = (255, 255)
        #expect(ViewReference(bytes: huge) == nil)
    }

    @Test func `Geometry drawn anew has another fingerprint`() {
        var settings = ThrownObjectSettings()
        let bare = settings.geometryFingerprint
        settings.floors = [FloorLine(floor: 3, from: ImagePoint(x: 0, y: 1), to: ImagePoint(x: 1, y: 1))]
        #expect(settings.geometryFingerprint != bare)
        #expect(settings.geometryFingerprint == settings.geometryFingerprint)
    }
}
