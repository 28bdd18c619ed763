import TestSupport
import Testing
import VideoCore

@testable import Ledger

@Suite struct ReportTallyTests {
    /// Numbers that are the same on every run: Knuth's linear congruential generator (MMIX).
    private struct Chance {
        private var state: UInt64

        init(_ seed: UInt64) { state = seed }

        mutating func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func `polls counted in one sum are those counted one by one, over any stretch`(seed: UInt64) throws {
        var chance = Chance(seed)
        let folder = try ScratchFolder()
        let books = try Books(path: folder.file(Books.fileName))
        let observed = PollResult.allCases.filter(\.isObserved)
        var polls: [Poll] = []
        for device in ["a", "b", "c"] {
            for slot in 480_000..<480_500 where chance.below(5) > 0 {
                let result = chance.below(2) == 0 ? .ok : observed[chance.below(observed.count)]
                let fault = chance.below(4) == 0 ? PictureFault.blurred : nil
                polls.append(Poll(device: device, slot: PollSlot(number: slot), result: result, fault: fault))
            }
        }
        try books.record(polls)
        for _ in 0..<20 {
            let first = 479_990 + chance.below(300)
            let slots = first..<first + chance.below(250)
            let tallies = try books.tallies(in: slots)
            for device in ["a", "b", "c"] {
                let own = polls.filter { $0.device == device && slots.contains($0.slot.number) }
                #expect(tallies[device] ?? PollTally() == PollTally(own))
                #expect(try books.polls(of: device, in: slots) == own)
            }
        }
    }

    @Test func `a day of fifty slots of one result is counted in full`() throws {
        let folder = try ScratchFolder()
        let books = try Books(path: folder.file(Books.fileName))
        for result in PollResult.allCases where result.isObserved {
            try books.record(
                (0..<50).map { Poll(device: result.rawValue, slot: PollSlot(number: $0), result: result) })
        }
        let tallies = try books.tallies(inEach: [0..<50])
        #expect(tallies.count == 8)
        for (name, tally) in tallies {
            #expect(tally[0].counts == [try #require(PollResult(rawValue: name)): 50])
            #expect(tally[0].good == (name == "ok" ? 50 : 0))
        }
    }

    @Test(arguments: [UInt64(4), 5, 6])
    func `spans found by halving are those found by looking at all`(seed: UInt64) {
        var chance = Chance(seed)
        var second = 0
        let timeline = Timeline(
            (0..<100).map { number in
                second += chance.below(3) * 10
                let begin = second
                second += 1 + chance.below(50)
                return Span(begin..<second, number % 2 == 0 ? .up : .down)
            })
        for _ in 0..<200 {
            let first = chance.below(second) - 10
            let period = first..<first + chance.below(400)
            let found = timeline.spans(in: period).filter { $0.seconds.overlaps(period) }
            #expect(Array(found) == timeline.spans.filter { $0.seconds.overlaps(period) })
            for state in [DeviceState.up, .down] {
                let all = timeline.spans.filter { $0.state == state }
                #expect(
                    timeline.seconds(state, in: period)
                        == all.reduce(0) { $0 + $1.seconds.clamped(to: period).count })
            }
        }
    }
}
