import Testing
import VideoCore

@testable import Detectors

struct FaultHoldTests {
    /// What a hold of 30 s does with verdicts that last for some seconds each, one look every 2 s.
    private func actions(_ parts: [(PictureVerdict, seconds: Int)]) -> [FaultHold.Action] {
        var hold = FaultHold(seconds: 30)
        var (now, actions) = (0.0, [FaultHold.Action]())
        for (verdict, seconds) in parts {
            for _ in 0..<seconds / 2 {
                let action = hold.note(verdict, at: now)
                if action != .nothing { actions.append(action) }
                now += 2
            }
        }
        return actions
    }

    @Test func `A fault rings when it has held, and closes when the picture has been good for as long`() {
        #expect(actions([(.faulty(.black), 30)]) == [])
        #expect(actions([(.good, 10), (.faulty(.black), 40)]) == [.open(.black, since: 10)])
        #expect(actions([(.faulty(.black), 40), (.good, 30)]) == [.open(.black, since: 0)])
        #expect(actions([(.faulty(.black), 40), (.good, 40)]) == [.open(.black, since: 0), .close(.black)])
    }

    @Test func `What comes and goes within the hold never rings, and never closes`() {
        let flapping = Array(repeating: [(PictureVerdict.faulty(.dark), seconds: 20), (.good, 20)], count: 20)
        #expect(actions(flapping.flatMap { $0 }) == [])
        #expect(actions([(.faulty(.dark), 40)] + flapping.flatMap { $0 }) == [.open(.dark, since: 0)])
    }

    @Test func `A fault that is back within the hour must stay away twice as long`() {
        let twice: [(PictureVerdict, seconds: Int)] = [
            (.faulty(.dark), 40), (.good, 40), (.faulty(.dark), 40), (.good, 50),
        ]
        let opened: [FaultHold.Action] = [.open(.dark, since: 0), .close(.dark), .open(.dark, since: 80)]
        #expect(actions(twice) == opened)
        #expect(actions(twice + [(.good, 20)]) == opened + [.close(.dark)])
        #expect(
            actions([(.faulty(.dark), 40), (.good, 4000), (.faulty(.dark), 40), (.good, 40)]).last == .close(.dark))
    }

    @Test func `Another fault updates the alarm, and frames that settle nothing change nothing`() {
        #expect(
            actions([(.faulty(.dark), 40), (.faulty(.blurred), 40)])
                == [.open(.dark, since: 0), .update(.blurred)])
        #expect(
            actions([(.faulty(.dark), 20), (.unsettled, 60), (.faulty(.dark), 10)]) == [.open(.dark, since: 0)])
    }

    @Test func `The end of a stream closes what is open`() {
        var hold = FaultHold(seconds: 0)
        _ = hold.note(.faulty(.black), at: 0)
        #expect(hold.finish() == nil)
        _ = hold.note(.faulty(.black), at: 1)
        #expect(hold.finish() == .black)
        #expect(hold.finish() == nil)
    }
}
