import Testing

@testable import Linkage

@Suite struct DoorHoldTests {
    private typealias Surroundings = DoorHold.Surroundings

    /// A hold that has been stepped through a quiet second and holds for alarm a.
    private func holding() -> DoorHold {
        var hold = DoorHold()
        #expect(hold.step(now: 0, civil: 1000, Surroundings()) == .none)
        hold.alarmOpened("a")
        #expect(hold.step(now: 0.25, civil: 1000.25, Surroundings()) == .hold)
        #expect(hold.step(now: 0.5, civil: 1000.5, Surroundings()) == .keep)
        return hold
    }

    @Test(
        "Every doubt lets go at once, and the same alarm never holds again",
        arguments: [
            ("camera lost", .with { $0.cameraIsThere = false }, 0, 0, .cameraLost),
            ("relay or broker lost", .with { $0.outputWorks = false }, 0, 0, .outputFailed),
            ("fire service", .with { $0.fireServiceIsOn = true }, 0, 0, .fireService),
            ("command", .with { $0.releaseIsAsked = true }, 0, 0, .command),
            ("clock put forward", DoorHold.Surroundings(), 0, 3600, .clock),
            ("clock put back", DoorHold.Surroundings(), 0, -3600, .clock),
            ("program stood still", DoorHold.Surroundings(), 30, 0, .clock),
        ] as [(String, DoorHold.Surroundings, Double, Double, DoorHold.Reason)])
    func doubts(
        name: String, surroundings: DoorHold.Surroundings, pause: Double, jump: Double,
        reason: DoorHold.Reason
    ) {
        var hold = holding()
        let (now, civil) = (0.75 + pause, 1000.75 + pause + jump)
        #expect(hold.step(now: now, civil: civil, surroundings) == .release(reason))
        #expect(!hold.isHeld)
        for step in 1...20 {
            let later = Double(step) * 0.25
            #expect(hold.step(now: now + later, civil: civil + later, Surroundings()) == .none, "\(name)")
        }
    }

    @Test("The door is let go when the alarm is over, and held again for the next one")
    func over() {
        var hold = holding()
        hold.alarmClosed("a")
        #expect(hold.step(now: 0.75, civil: 1000.75, Surroundings()) == .release(.alarmOver))
        hold.alarmOpened("b")
        #expect(hold.step(now: 1, civil: 1001, Surroundings()) == .hold && hold.heldFor == "b")
    }

    @Test("It is never held for longer than 120 s")
    func longest() {
        var hold = holding()
        var released: Double?
        for step in 3...600 where released == nil {
            let now = Double(step) * 0.25
            if hold.step(now: now, civil: 1000 + now, Surroundings()) == .release(.tooLong) { released = now }
        }
        #expect(released == 120.25)
    }

    @Test("In doubt nothing is held at all, not even when the doubt is gone")
    func doubtful() {
        var hold = DoorHold()
        // The first step has no clock to compare with.
        hold.alarmOpened("a")
        #expect(hold.step(now: 0, civil: 0, Surroundings()) == .none)
        #expect(hold.step(now: 0.25, civil: 0.25, Surroundings()) == .none)
    }

    @Test("The end of the program lets go")
    func stopping() {
        var hold = holding()
        #expect(hold.stop() == .release(.stopping) && hold.stop() == .none)
    }
}

extension DoorHold.Surroundings {
    fileprivate static func with(_ change: (inout Self) -> Void) -> Self {
        var surroundings = Self()
        change(&surroundings)
        return surroundings
    }
}
