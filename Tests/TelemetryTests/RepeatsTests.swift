import Telemetry
import Testing

@Suite("What repeats itself is said less and less often, with a count")
struct RepeatsTests {
    @Test("At once, then after a distance that doubles up to its longest")
    func distances() {
        var repeats = Repeats<String>(first: 60, longest: 200)
        let said = (0...800).compactMap { second in
            repeats.say("x", now: Double(second)).map { (second, $0) }
        }
        #expect(said.map(\.0) == [0, 60, 180, 380, 580, 780])
        #expect(said.map(\.1) == [0, 59, 119, 199, 199, 199], "none is missing from the counts")
    }

    @Test("Kinds are apart; what comes back after a rest is new")
    func kinds() {
        var repeats = Repeats<String>()
        #expect(repeats.say("a", now: 0) == 0)
        #expect(repeats.say("b", now: 1) == 0)
        #expect(repeats.say("a", now: 2) == nil)
        #expect(repeats.say("a", now: 60) == 1)
        #expect(repeats.say("a", now: 300) == 0)
        #expect(repeats.say("a", now: 359) == nil)
        #expect(repeats.say("a", now: 360) == 1, "the distance began anew")
    }

    @Test("The number of kinds remembered is bounded")
    func bounded() {
        var repeats = Repeats<Int>(limit: 3)
        for kind in 0..<1000 { #expect(repeats.say(kind, now: Double(kind)) == 0) }
        #expect(repeats.say(999, now: 1000) == nil)
        #expect(repeats.say(0, now: 1001) == 0)
    }
}
