import Foundation
import Testing

@testable import Linkage

@Suite struct LeaseTalkTests {
    private let lease = DoorLease(alarm: "a", seconds: 3)

    /// A talk whose controller has taken that its door is free, at 0 s.
    private func quiet() throws -> LeaseTalk {
        var talk = LeaseTalk(lift: "lift", rest: 5)
        #expect(talk.trouble != nil, "nobody is trusted who has not been heard of")
        let word = try talk.told(nil, at: 0)
        #expect(word.word == DoorWord(lift: "lift"))
        talk.answered(word.number, failure: nil)
        #expect(talk.trouble == nil)
        return talk
    }

    @Test("A lease is said at once and again each second; that the door is free, every so often")
    func pace() throws {
        var talk = try quiet()
        var said: [Double] = []
        for step in 1...17 {
            let now = Double(step) * 0.25
            guard let (number, word) = talk.say(lease, now: now) else { continue }
            #expect(word == DoorWord(lift: "lift", holdFor: lease))
            talk.answered(number, failure: nil)
            said.append(now)
        }
        #expect(said == [0.25, 1.25, 2.25, 3.25, 4.25])
        let free = try talk.told(nil, at: 4.5)
        #expect(free.word == DoorWord(lift: "lift", freeAfter: "a"))
        talk.answered(free.number, failure: nil)
        #expect(talk.say(nil, now: 9.25) == nil)
        #expect(talk.say(nil, now: 9.5)?.word.isHeld == false)
    }

    @Test("Letting go waits for no answer, and an answer that comes too late counts for nothing")
    func replaces() throws {
        var talk = try quiet()
        let held = try talk.told(lease, at: 1)
        let free = try talk.told(nil, at: 1.25)
        talk.answered(held.number, failure: "late")
        #expect(talk.trouble == nil && talk.isUnderWay)
        talk.answered(free.number, failure: nil)
        #expect(talk.trouble == nil && !talk.isUnderWay)
    }

    @Test("Silence is a doubt after two seconds; it lasts until the controller has taken that the door is free")
    func silence() throws {
        var talk = try quiet()
        let held = try talk.told(lease, at: 1)
        #expect(talk.say(lease, now: 2.75) == nil && talk.trouble == nil)
        #expect(talk.say(lease, now: 3) == nil, "nothing is held in doubt")
        #expect(talk.trouble?.contains("within 2 s") == true)
        talk.answered(held.number, failure: nil)
        let free = try talk.told(nil, at: 3.25)
        #expect(talk.trouble != nil)
        talk.answered(free.number, failure: nil)
        #expect(talk.trouble == nil)
    }

    @Test("Letting go that is not taken is said again each second while a lease may run, later every ten")
    func retries() throws {
        var talk = try quiet()
        _ = try talk.told(lease, at: 1)
        var said: [Double] = []
        for step in 8...120 {
            let now = Double(step) * 0.25
            guard let (number, _) = talk.say(nil, now: now) else { continue }
            talk.answered(number, failure: "refused")
            said.append(now)
        }
        #expect(talk.trouble == "refused")
        #expect(said == [2, 3, 4, 5, 15, 25])
    }

    @Test("Words are JSON of few keys; a lease says when it ends")
    func json() {
        func text(_ word: DoorWord) -> String {
            String(decoding: word.json(at: Date(timeIntervalSince1970: 1_790_000_000.25)), as: UTF8.self)
        }
        #expect(
            text(DoorWord(lift: "lift-3-1", holdFor: lease))
                == #"{"alarmID":"a","hold":true,"lift":"lift-3-1","seconds":3,"until":"2026-09-21T14:13:23.250Z"}"#)
        #expect(text(DoorWord(lift: "lift-3-1")) == #"{"hold":false,"lift":"lift-3-1"}"#)
        #expect(text(DoorWord(lift: "lift", freeAfter: "a")) == #"{"alarmID":"a","hold":false,"lift":"lift"}"#)
    }

    @Test("The last leases end with the longest time allowed")
    func capped() {
        var hold = DoorHold()
        _ = hold.step(now: 0, civil: 0, .init())
        hold.alarmOpened("a")
        #expect(hold.lease(now: 0) == nil)
        #expect(hold.step(now: 1, civil: 1, .init()) == .hold)
        #expect(hold.lease(now: 1) == DoorLease(alarm: "a", seconds: 3))
        #expect(hold.lease(now: 118.5) == DoorLease(alarm: "a", seconds: 2))
        #expect(hold.lease(now: 120.5) == DoorLease(alarm: "a", seconds: 0))
    }
}

extension LeaseTalk {
    /// What is said, which must be something.
    fileprivate mutating func told(_ lease: DoorLease?, at now: Double) throws -> (number: Int, word: DoorWord) {
        let said = say(lease, now: now)
        return try #require(said)
    }
}
