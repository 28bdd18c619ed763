import Testing

@testable import GB28181Sink

@Suite("Registration and signs of life")
struct RegistrationTests {
    private var registration = Registration(expires: 3600, keepalive: 60)

    @Test("It registers at once, and anew when two thirds of the time are over")
    mutating func renewal() {
        #expect(registration.due(at: 0) == .register)
        #expect(!registration.isRegistered(at: 0))
        registration.accepted(for: nil, at: 0)
        #expect(registration.isRegistered(at: 3599) && !registration.isRegistered(at: 3600))
        #expect(registration.due(at: 1) == .wait(until: 60))
        #expect(registration.due(at: 60) == .keepalive)
        registration.keptAlive(200, at: 2390)
        #expect(registration.due(at: 2399) == .wait(until: 2400))
        #expect(registration.due(at: 2400) == .register)
    }

    @Test("A shorter time that the platform grants counts, a longer or senseless one does not")
    mutating func granted() {
        registration.accepted(for: 90, at: 0)
        registration.keptAlive(200, at: 59)
        #expect(registration.due(at: 60) == .register)
        registration.accepted(for: 1e9, at: 0)
        #expect(!registration.isRegistered(at: 3600))
        registration.accepted(for: -1, at: 0)
        #expect(registration.isRegistered(at: 9) && !registration.isRegistered(at: 10))
        registration.asked(forAtLeast: 7200)
        #expect(registration.expires == 7200)
    }

    @Test("After a refusal it rests for a minute")
    mutating func refused() {
        registration.refused(at: 5)
        #expect(registration.due(at: 64) == .wait(until: 65))
        #expect(registration.due(at: 65) == .register)
    }

    @Test("After silence it rests for longer and longer, up to a minute, and begins from the start after success")
    mutating func unanswered() {
        for rest in [5.0, 10, 20, 40, 60, 60] {
            registration.unanswered(at: 1)
            #expect(registration.due(at: 1) == .wait(until: 1 + rest))
        }
        registration.accepted(for: nil, at: 1)
        registration.unanswered(at: 1)
        #expect(registration.due(at: 1) == .wait(until: 6))
    }

    @Test("Three signs of life without an answer begin it anew, fewer do not")
    mutating func missed() {
        registration.accepted(for: nil, at: 0)
        for time in [60.0, 120] {
            registration.keptAlive(nil, at: time)
            #expect(registration.isRegistered(at: time))
        }
        registration.keptAlive(200, at: 180)
        for time in [240.0, 300, 360] { registration.keptAlive(nil, at: time) }
        #expect(registration.due(at: 360) == .register)
    }

    @Test(
        "A platform that does not know this side any more is registered with at once", arguments: [401, 403, 404, 481])
    func forgotten(status: Int) {
        var registration = registration
        registration.accepted(for: nil, at: 0)
        registration.keptAlive(status, at: 60)
        #expect(registration.due(at: 60) == .register)
    }

    @Test("A lost connection ends it")
    mutating func lost() {
        registration.accepted(for: nil, at: 0)
        registration.lost()
        #expect(registration.due(at: 1) == .register && !registration.isRegistered(at: 1))
    }
}
