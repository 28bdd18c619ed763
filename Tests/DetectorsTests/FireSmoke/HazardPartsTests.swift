import Testing
import VideoCore

@testable import Detectors

@Suite struct HazardPartsTests {
    @Test(
        "Flames need six of the last eight looks, smoke twelve of twenty",
        arguments: [
            (Hazard.fire, "11111", false), (.fire, "111111", true), (.fire, "1101101", false),
            (.fire, "11011011", true),
            (.fire, "1110001", false), (.fire, "000000111111", true), (.fire, "111000111", false),
            (.smoke, "11111111111", false), (.smoke, "111111111111", true), (.smoke, "10101010101010101010", false),
            (.smoke, "01101101101101101101", true), (.smoke, "111111111110000000000", false),
        ])
    func vote(hazard: Hazard, looks: String, isWon: Bool) {
        var vote = HazardVote()
        for look in looks { vote.count(0.9, isShown: look == "1") }
        #expect(vote.isWon(hazard) == isWon)
    }

    @Test(
        "Nothing more is expected after five looks without it, or when far too few showed it",
        arguments: [
            ("0000", false), ("00000", true), ("11100000", true), ("10101010", false), ("1010101010101", false),
            ("10010000", true), ("10101000", false),
        ])
    func hopeless(looks: String, isHopeless: Bool) {
        var vote = HazardVote()
        for look in looks { vote.count(0.9, isShown: look == "1") }
        #expect(vote.isHopeless(.fire) == isHopeless)
    }

    @Test(
        "A recording that ends early is judged by the same share of at least four looks",
        arguments: [
            (Hazard.fire, "111", false), (.fire, "1111", true), (.fire, "1011", true), (.fire, "1010", false),
            (.fire, "00001111", true), (.smoke, "1111", true), (.smoke, "110101", true), (.smoke, "10100", false),
        ])
    func early(hazard: Hazard, looks: String, isWon: Bool) {
        var vote = HazardVote()
        for look in looks { vote.count(0.9, isShown: look == "1") }
        #expect(vote.isWonEarly(hazard) == isWon)
    }

    @Test("Keyframes are frequent once two have come within four seconds, and not after a gap")
    func keyframes() {
        var spacing = KeyframeSpacing()
        var known: [Bool] = []
        for t in [0.0, 2, 4, 12, 14, 3, 5] {
            spacing.note(t)
            known.append(spacing.areFrequent)
        }
        #expect(known == [false, true, true, false, true, false, true])
    }

    @Test("A place that was looked into in vain rests longer each time, unless it surprises")
    func memory() {
        var memory = HazardMemory()
        func looks(_ score: Double, _ t: Double) -> Bool { memory.isWorthALook(score, at: t) }
        var rests: [Double] = []
        var t = 0.0
        for _ in 0..<8 {
            #expect(looks(0.7, t))
            memory.dismiss(0.7, isDead: false, at: t)
            let begin = t
            while !looks(0.7, t) { t += 1 }
            rests.append(t - begin)
        }
        #expect(rests == [12, 24, 48, 96, 120, 120, 120, 120])
        memory.dismiss(0.7, isDead: false, at: t)
        #expect(!looks(0.85, t + 1))
        #expect(looks(0.95, t + 2))
        #expect(looks(0.7, t + 2000))
        memory.dismiss(0.7, isDead: false, at: t + 2000)
        #expect(looks(0.7, t + 2000 + 12), "what did not show for long is forgotten")
    }

    @Test("What looks right and does not live rests a minute at once")
    func dead() {
        var memory = HazardMemory()
        memory.dismiss(0.9, isDead: true, at: 100)
        let looks = [159.0, 160, 161].map { memory.isWorthALook(0.9, at: $0) }
        #expect(looks == [false, true, true])
    }

    @Test("The tiles cover the picture, and the tile around a point shows it")
    func tiles() {
        for x in stride(from: 0.0, through: 1, by: 0.05) {
            for y in stride(from: 0.0, through: 1, by: 0.05) {
                let region = HazardView.region(HazardView.tile(around: ImagePoint(x: x, y: y)))
                #expect(region.x - 1e-9 <= x && x <= region.x + region.width + 1e-9)
                #expect(region.y - 1e-9 <= y && y <= region.y + region.height + 1e-9)
            }
        }
        #expect(Set((0..<HazardView.count).map { HazardView.region($0) }).count == 10)
    }

    @Test("A set of views gives each once, in order")
    func viewSet() {
        var views = ViewSet()
        for view in [7, 0, 7, 3] { views.insert(view) }
        #expect(Array(views) == [0, 3, 7])
    }

    @Test("Gates point at what became warm or glaring, and at what lost its edges and its colour")
    func gates() {
        var gate = HazardGate()
        for t in 0..<60 { #expect(gate.tiles(in: hazardFrame(at: Double(t), [.lamp])).smoke == nil) }
        #expect(gate.tiles(in: hazardFrame(at: 60, [.lamp])).fire == nil, "a lamp that always shone is usual")
        let flame = Patch(x: 0.85, y: 0.85, size: 0.1)
        #expect(gate.tiles(in: hazardFrame(at: 61, [.lamp, flame])).fire == 9)
        let glare = Patch(x: 0.05, y: 0.05, size: 0.05, red: 128, blue: 128, luma: 250)
        #expect(gate.tiles(in: hazardFrame(at: 62, [.lamp, glare])).fire == 1)
        // A wall of bricks, then a veil before it.
        let bricks = (0..<40).map { Patch(x: 0.02 * Double($0), y: 0.45, size: 0.01, red: 128, blue: 128, luma: 200) }
        for t in 100..<200 { _ = gate.tiles(in: hazardFrame(at: Double(t), bricks)) }
        let veil = Patch(x: 0.4, y: 0.4, size: 0.2, red: 128, blue: 128, luma: 150)
        #expect(gate.tiles(in: hazardFrame(at: 200, bricks + [veil])).smoke == 5)
    }

    @Test("Flicker and drift are told from a still picture and its noise")
    func liveliness() {
        func meter(_ patch: Patch) -> LivelinessMeter {
            var meter = LivelinessMeter()
            meter.restart(on: Region(x: patch.x, y: patch.y, width: patch.size, height: patch.size))
            for index in 0..<75 { meter.note(hazardFrame(at: Double(index) / 25, [patch])) }
            return meter
        }
        #expect(meter(.lamp).flicker(0.8) < 0.01 && meter(.lamp).drift(0.8) < 0.01)
        #expect(meter(.flame).flicker(0.8) > 2)
        #expect(meter(.smoke).drift(0.8) > 3 && meter(.smoke).drift(0.8) > 3 * meter(.smoke).flicker(0.8))
    }
}
