import AllocationCount
import Inference
import Testing
import VideoCore

@testable import Detectors

@Suite struct FireSmokeDetectorTests {
    private func detector(
        _ settings: FireSmokeSettings = FireSmokeSettings(), engine: InferenceEngine = .best
    ) throws -> FireSmokeDetector {
        try FireSmokeDetector(model: ColourNetwork.model(engine: engine), settings: settings)
    }

    @Test(
        "A flame that flickers in its place rings once, within five seconds, and says where",
        arguments: InferenceEngine.allCases)
    func flame(engine: InferenceEngine) throws {
        var detector = try detector(engine: engine)
        let findings = try detector.watch(0..<20) { $0 < 8 ? [] : [.flame] }
        #expect(findings.map(\.stage) == [.open] && findings.first?.kind == .fire)
        let finding = try #require(findings.first)
        #expect((8...9.1).contains(finding.start) && (10...13).contains(finding.detected))
        let region = try #require(finding.regionInImage)
        #expect(abs(region.x - 0.4) < 0.05 && abs(region.y - 0.5) < 0.05 && abs(region.width - 0.2) < 0.06)
        #expect(finding.confidence > 0.5 && finding.confidence <= 1)
    }

    @Test("A lamp of the same colour never rings, and is looked into less and less often")
    func lamp() throws {
        var detector = try detector()
        var (early, late) = (0, 0)
        #expect(try detector.watch(0..<60, { _ in [.lamp] }, looks: &early).isEmpty)
        #expect(try detector.watch(60..<900, { _ in [.lamp] }, looks: &late).isEmpty)
        // A keyframe each second, and not more than a fifth besides.
        #expect(early > 120 && late < 840 * 6, "\(early), \(late)")
    }

    @Test("Smoke that changes within a second rings as smoke; a pale wall does not")
    func smoke() throws {
        var detector = try detector()
        let findings = try detector.watch(0..<30) { $0 < 5 ? [] : [.smoke] }
        #expect(findings.map(\.kind) == [.smoke] && findings.map(\.stage) == [.open])
        #expect((findings.first?.detected ?? 0) - 5 < 12)
        var other = try self.detector()
        #expect(try other.watch(0..<60) { _ in [Patch(red: 128, blue: 128, luma: 215)] }.isEmpty)
    }

    @Test("A small flame is found in the part of the picture that shows it large")
    func small() throws {
        var detector = try detector()
        // In the whole picture it is less than a cell, and no cell is red enough.
        let flame = Patch(x: 0.703, y: 0.703, size: 0.018, flicker: 8)
        let findings = try detector.watch(0..<30) { $0 < 4 ? [] : [flame] }
        #expect(findings.first?.kind == .fire)
        let region = try #require(findings.first?.regionInImage)
        #expect(abs(region.x + region.width / 2 - 0.71) < 0.03 && abs(region.y + region.height / 2 - 0.71) < 0.03)
    }

    @Test("What lies in an excluded place is not seen, and beside it is")
    func excluded() throws {
        let stove = Polygon([
            ImagePoint(x: 0.35, y: 0.4), ImagePoint(x: 0.65, y: 0.4), ImagePoint(x: 0.65, y: 0.8),
            ImagePoint(x: 0.35, y: 0.8),
        ])
        for hazards in [[.fire: [stove], .smoke: [stove]], [.fire: [stove], .smoke: []]] as [[Hazard: [Polygon]]] {
            var detector = try detector(FireSmokeSettings(excluded: hazards))
            #expect(try detector.watch(0..<20) { _ in [.flame] }.isEmpty)
            var beside = Patch.flame
            beside.x = 0.1
            #expect(try detector.watch(20..<40) { _ in [.flame, beside] }.map(\.kind) == [.fire])
        }
    }

    @Test("Only what is named is looked for")
    func named() throws {
        var detector = try detector(FireSmokeSettings(excluded: [.smoke: []]))
        #expect(try detector.watch(0..<20) { _ in [.flame] }.isEmpty)
        #expect(try detector.watch(20..<50) { _ in [.smoke] }.map(\.kind) == [.smoke])
        var none = try self.detector(FireSmokeSettings(excluded: [:]))
        #expect(try none.watch(0..<10) { _ in [.flame, .smoke] }.isEmpty)
        #expect(none.demand != .everyFrame)
    }

    @Test("It updates when the flame grows twofold, closes a minute after it is gone, and can ring again")
    func course() throws {
        var detector = try detector()
        func patches(_ t: Double) -> [Patch] {
            switch t {
            case ..<20: [.flame]
            case ..<60: [Patch(x: 0.3, y: 0.4, size: 0.4, flicker: 8)]
            case ..<150: []
            default: [.flame]
            }
        }
        let findings = try detector.watch(0..<170, patches)
        #expect(findings.map(\.stage) == [.open, .update, .close, .open])
        #expect(findings.map(\.incident) == [1, 1, 1, 2])
        guard findings.count == 4 else { return }
        #expect(findings[1].confidence > findings[0].confidence && (20...60).contains(findings[1].detected))
        #expect((58...61).contains(findings[2].end) && (118...122).contains(findings[2].detected))
    }

    @Test("A flash and a passing lamp do not ring")
    func passing() throws {
        var detector = try detector()
        let findings = try detector.watch(0..<60) { t in
            t.truncatingRemainder(dividingBy: 15) < 1.5 ? [.flame] : []
        }
        #expect(findings.isEmpty)
    }

    @Test("A small lamp in the noise of a dark camera does not ring")
    func noisyLamp() throws {
        var detector = try detector()
        for index in 0..<1000 {
            let frame = hazardFrame(
                at: Double(index) / 25, [Patch(x: 0.4, size: 0.03)], isKeyframe: index % 25 == 0, noise: 16)
            guard frame.isKeyframe || detector.demand == .everyFrame else { continue }
            #expect(try detector.findings(in: frame).isEmpty)
        }
    }

    @Test("Light that jumps once, and a gap in the stream, do not make a lamp a flame")
    func jumps() throws {
        var detector = try detector()
        var bright = Patch.lamp
        bright.luma = 190
        #expect(try detector.watch(0..<30) { t in t < 2 ? [.lamp] : [bright] }.isEmpty)
        var other = try self.detector()
        #expect(try other.watch(0..<2) { _ in [.flame] }.isEmpty)
        #expect(try other.watch(3602..<3604) { _ in [.flame] }.isEmpty, "what was seen an hour ago confirms nothing")
    }

    @Test("While it burns it is said again each minute, so that hours that begin later ring for it")
    func reminders() throws {
        var detector = try detector()
        let findings = try detector.watch(0..<200) { _ in [.flame] }
        #expect(findings.map(\.stage) == [.open, .update, .update, .update])
        #expect(zip(findings, findings.dropFirst()).allSatisfy { (60...63).contains($1.detected - $0.detected) })
    }

    @Test("A model that does not know what is looked for is refused, and one that knows it alone is not")
    func unknownHazard() throws {
        let model = try ColourNetwork.model(classes: ["fire", "dust"])
        #expect(throws: InferenceError.self) { try FireSmokeDetector(model: model, settings: FireSmokeSettings()) }
        var detector = try FireSmokeDetector(model: model, settings: FireSmokeSettings(excluded: [.fire: []]))
        #expect(try detector.watch(0..<10) { _ in [.flame] }.map(\.kind) == [.fire])
    }

    @Test("A flame that the recording ends with rings after two seconds; a lamp does not")
    func short() throws {
        var detector = try detector()
        #expect(try detector.watch(0..<2) { _ in [.flame] }.isEmpty)
        #expect(detector.finish().map(\.stage) == [.open, .close])
        var lamp = try self.detector()
        _ = try lamp.watch(0..<2) { _ in [.lamp] }
        #expect(lamp.finish().isEmpty)
    }

    @Test("A picture alone is judged at once; two pictures are a stream")
    func alone() throws {
        var detector = try detector()
        _ = try detector.findings(in: hazardFrame(at: 0, [.lamp]))
        let findings = detector.finish()
        #expect(findings.map(\.stage) == [.open, .close] && Set(findings.map(\.kind)) == [.fire])
        var stream = try self.detector()
        for t in [0, 0.04] { _ = try stream.findings(in: hazardFrame(at: t, [.lamp])) }
        #expect(stream.finish().isEmpty)
    }

    @Test("What rings and is not over is closed at the end")
    func end() throws {
        var detector = try detector()
        _ = try detector.watch(0..<10) { _ in [.flame] }
        #expect(detector.finish().map(\.stage) == [.close])
        #expect(detector.finish().isEmpty)
    }

    @Test("Between two looks of the network nothing is allocated, be it watched quietly or closely")
    func allocations() throws {
        var detector = try detector()
        let wall = [Patch(red: 140, blue: 120)]
        for index in 0..<40 { _ = try detector.findings(in: hazardFrame(at: Double(index), wall)) }
        for index in stride(from: 41, to: 81, by: 2) {
            _ = try detector.findings(in: hazardFrame(at: Double(index - 1), wall))
            #expect(try cost(hazardFrame(at: Double(index), wall), &detector) == 0)
        }
        _ = try detector.findings(in: hazardFrame(at: 100, [.flame]))
        #expect(detector.demand == .everyFrame)
        var costs: [UInt64] = []
        for index in 1...50 { costs.append(try cost(hazardFrame(at: 100 + Double(index) / 25, [.flame]), &detector)) }
        #expect(costs.count { $0 > 0 } <= 4, "\(costs)")
    }

    private func cost(_ frame: Frame, _ detector: inout FireSmokeDetector) throws -> UInt64 {
        let before = allocation_count()
        let findings = try detector.findings(in: frame)
        let cost = allocation_count() - before
        #expect(findings.isEmpty)
        return cost
    }

    @Test("A clock that jumps, a change of size and no picture for an hour are borne")
    func disturbed() throws {
        var detector = try detector()
        for t in [0, 5, 3, 3600, 3601, 10, 10.04] { _ = try detector.findings(in: hazardFrame(at: t, [.flame])) }
        _ = try detector.findings(in: greyFrame(width: 2, height: 2, at: 3700))
        _ = try detector.findings(in: greyFrame(width: 1920, height: 1080, at: 3701))
    }

    @Test("A model without fire and smoke, or with other outputs than its task has, is refused")
    func refused() throws {
        #expect(throws: InferenceError.self) { try ColourNetwork.model(classes: ["cat", "dog"]) }
        for task in [ModelManifest.Task.yolox, .ssd, .classifier] {
            let model = try ColourNetwork.model(task: task)
            #expect(throws: InferenceError.self) { try FireSmokeDetector(model: model, settings: FireSmokeSettings()) }
        }
    }
}
