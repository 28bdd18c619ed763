import Testing

@testable import Linkage

/// Decision, words, the way to a controller and the controller itself, stepped four times a second.
private struct Stage {
    /// How words fare on the way.
    enum Way: Hashable, Sendable {
        /// They arrive, and so do answers.
        case whole
        /// They vanish, as when a cable is pulled or a broker is gone.
        case cut
        /// They arrive, and no answer comes.
        case oneWay
        /// They are turned down.
        case refused
    }

    /// A controller that keeps to what is asked of it: it counts from when it hears a lease.
    private struct Controller {
        var heldUntil = -Double.infinity
        var freed: Set<String> = []

        mutating func hear(_ word: DoorWord, at now: Double) {
            if let seconds = word.seconds {
                if !freed.contains(word.alarm ?? "") { heldUntil = now + Double(seconds) }
            } else {
                if let alarm = word.alarm { freed.insert(alarm) }
                heldUntil = -.infinity
            }
        }
    }

    var way = Way.whole
    var isAlive = true
    var surroundings = DoorHold.Surroundings()
    var civilLead = 1000.0
    var now = 0.0
    private var hold = DoorHold()
    private var talk = LeaseTalk(lift: "lift", rest: 5)
    private var controller = Controller()
    private(set) var reasons: [DoorHold.Reason] = []

    var isHeld: Bool { now < controller.heldUntil }

    mutating func alarm(_ name: String) { hold.alarmOpened(name) }
    mutating func over(_ name: String) { hold.alarmClosed(name) }

    mutating func step() {
        now += 0.25
        guard isAlive else { return }
        surroundings.outputWorks = talk.trouble == nil
        let action = hold.step(now: now, civil: now + civilLead, surroundings)
        if case .release(let reason) = action { reasons.append(reason) }
        guard let (number, word) = talk.say(hold.lease(now: now), now: now) else { return }
        if way == .whole || way == .oneWay { controller.hear(word, at: now) }
        switch way {
        case .whole: talk.answered(number, failure: nil)
        case .refused: talk.answered(number, failure: "answered 503")
        case .cut, .oneWay: break
        }
    }

    /// A stage on which the door has been held for alarm a for two seconds.
    static func holding() -> Stage {
        var stage = Stage()
        for _ in 0..<4 { stage.step() }
        stage.alarm("a")
        for _ in 0..<8 { stage.step() }
        return stage
    }
}

@Suite struct LeaseDoubtTests {
    private struct Doubt: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Seconds after which the controller has let go.
        let within: Double
        let reason: DoorHold.Reason?
        let happens: @Sendable (inout Stage) -> Void

        init(
            _ name: String, within: Double, _ reason: DoorHold.Reason?,
            _ happens: @escaping @Sendable (inout Stage) -> Void
        ) {
            (testDescription, self.within, self.reason, self.happens) = (name, within, reason, happens)
        }
    }

    private static let doubts = [
        Doubt("camera lost", within: 0.25, .cameraLost) { $0.surroundings.cameraIsThere = false },
        Doubt("fire service", within: 0.25, .fireService) { $0.surroundings.fireServiceIsOn = true },
        Doubt("command", within: 0.25, .command) { $0.surroundings.releaseIsAsked = true },
        Doubt("clock put forward", within: 0.25, .clock) { $0.civilLead += 3600 },
        Doubt("clock put back", within: 0.25, .clock) { $0.civilLead -= 3600 },
        Doubt("program stood still", within: 30.25, .clock) { $0.now += 30 },
        Doubt("alarm over", within: 0.25, .alarmOver) { $0.over("a") },
        Doubt("process killed", within: 3, nil) { $0.isAlive = false },
        Doubt("broker or network lost", within: 3, .outputFailed) { $0.way = .cut },
        Doubt("answers lost", within: 3, .outputFailed) { $0.way = .oneWay },
        Doubt("refused", within: 3, .outputFailed) { $0.way = .refused },
        Doubt("camera and network lost", within: 3, .cameraLost) {
            $0.surroundings.cameraIsThere = false
            $0.way = .cut
        },
    ]

    @Test("Every doubt ends with the controller letting go, and the same alarm never holds again", arguments: doubts)
    private func doubt(_ doubt: Doubt) {
        var stage = Stage.holding()
        #expect(stage.isHeld)
        let begin = stage.now
        doubt.happens(&stage)
        var freeAt: Double?
        for _ in 0..<40 {
            stage.step()
            if !stage.isHeld { freeAt = freeAt ?? stage.now } else { #expect(freeAt == nil, "held again") }
        }
        #expect((freeAt ?? .infinity) - begin <= doubt.within)
        #expect(stage.reasons == [doubt.reason].compactMap { $0 })
        // All is well again: the alarm is not held a second time, the next one is.
        (stage.way, stage.surroundings, stage.isAlive) = (.whole, .init(), true)
        for _ in 0..<60 {
            stage.step()
            #expect(!stage.isHeld)
        }
        stage.alarm("b")
        for _ in 0..<4 { stage.step() }
        #expect(stage.isHeld)
    }

    @Test("The door is free after 120 s, also where the last word is lost", arguments: [false, true])
    func longest(losesEnd: Bool) {
        var stage = Stage.holding()
        let began = stage.now - 1.75
        while stage.now - began < 120.5 {
            if losesEnd, stage.now - began >= 119.5 { stage.way = .cut }
            #expect(stage.isHeld == (stage.now - began < 120), "\(stage.now - began) s")
            stage.step()
        }
        #expect(!stage.isHeld)
    }

    @Test("Where the controller has never answered, nothing is held")
    func neverThere() {
        var stage = Stage()
        stage.way = .oneWay
        stage.alarm("a")
        for _ in 0..<100 {
            stage.step()
            #expect(!stage.isHeld)
        }
    }
}
