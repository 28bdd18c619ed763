import Testing

@testable import VideoStreams

@Suite struct ConnectionMachineTests {
    private func streaming(from start: Double = 0) -> ConnectionMachine {
        var machine = ConnectionMachine(timing: ConnectionTiming())
        _ = machine.handle(.begin, now: start, random: 1)
        _ = machine.handle(.opened, now: start, random: 1)
        _ = machine.handle(.packet(isKeyframe: true), now: start, random: 1)
        return machine
    }

    @Test("A good camera: five seconds to connect, ten to the first packet, then five between packets")
    func goodCamera() {
        var machine = ConnectionMachine(timing: ConnectionTiming())
        expect(machine.handle(.begin, now: 0, random: 1), .connect(within: 5))
        #expect(machine.phase == .connecting)
        expect(machine.handle(.opened, now: 1, random: 1), .read(within: 10))
        #expect(machine.phase == .awaitingPacket)
        expect(machine.handle(.packet(isKeyframe: false), now: 2, random: 1), .read(within: 5))
        #expect(machine.phase == .awaitingKeyframe)
        expect(machine.handle(.packet(isKeyframe: true), now: 3, random: 1), .read(within: 5))
        #expect(machine.phase == .streaming)
        expect(machine.handle(.packet(isKeyframe: false), now: 3.04, random: 1), .read(within: 5))
    }

    @Test("Packets without a keyframe for thirty seconds end the attempt with that reason")
    func noKeyframe() {
        var machine = ConnectionMachine(timing: ConnectionTiming())
        _ = machine.handle(.begin, now: 0, random: 1)
        _ = machine.handle(.opened, now: 0, random: 1)
        expect(machine.handle(.packet(isKeyframe: false), now: 27, random: 1), .read(within: 3))
        expect(machine.handle(.packet(isKeyframe: false), now: 30, random: 1), .pause(1))
        #expect(machine.phase == .pausing(StreamFailure(.noKeyframe, "30 s")))
    }

    @Test(
        "What a passed deadline means depends on what was waited for, and for how long",
        arguments: [
            ([], 11, StreamFailure.Code.noPacket), ([false], 6, .stalled), ([false, false], 29.9, .stalled),
            ([false], 30, .noKeyframe), ([false, true], 11, .stalled), ([true, false], 40, .stalled),
        ] as [([Bool], Double, StreamFailure.Code)])
    func deadline(packets: [Bool], end: Double, code: StreamFailure.Code) {
        var machine = ConnectionMachine(timing: ConnectionTiming())
        _ = machine.handle(.begin, now: 0, random: 1)
        _ = machine.handle(.opened, now: 0, random: 1)
        for isKeyframe in packets { _ = machine.handle(.packet(isKeyframe: isKeyframe), now: 1, random: 1) }
        _ = machine.handle(.failed(StreamFailure(.stalled)), now: end, random: 1)
        guard case .pausing(let failure) = machine.phase else {
            Issue.record("not pausing")
            return
        }
        #expect(failure.code == code)
    }

    @Test("Pauses double up to a minute, never exceed a third of the outage, and never end")
    func pauses() {
        var machine = streaming()
        var now = 100.0
        var bounds: [Double] = []
        var action = machine.handle(.failed(StreamFailure(.refused)), now: now, random: 1)
        for _ in 0..<40 {
            guard case .pause(let pause) = action else {
                Issue.record("gave up")
                return
            }
            bounds.append(pause)
            now += pause
            expect(machine.handle(.pauseOver, now: now, random: 1), .connect(within: 5))
            action = machine.handle(.failed(StreamFailure(.refused)), now: now, random: 1)
        }
        #expect(bounds.first == 1)
        #expect(bounds.last == 60)
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 <= $1 })
        var outage = 0.0
        for bound in bounds {
            #expect(bound <= max(1, outage / 3) + 1e-9)
            outage += bound
        }
    }

    @Test("A server that was away for ten seconds is tried again within five, by the worst of luck")
    func backSoon() {
        var machine = streaming()
        var now = 100.0
        var action = machine.handle(.failed(StreamFailure(.ended)), now: now, random: 1)
        while now < 110 {
            guard case .pause(let pause) = action else { return }
            now += pause
            _ = machine.handle(.pauseOver, now: now, random: 1)
            action = machine.handle(.failed(StreamFailure(.refused)), now: now, random: 1)
        }
        #expect(now - 110 < 5)
    }

    @Test("Jitter scales the whole pause, down to none")
    func jitter() {
        var machine = streaming()
        expect(machine.handle(.failed(StreamFailure(.ended)), now: 100, random: 0), .pause(0))
        expect(machine.handle(.failed(StreamFailure(.ended)), now: 100, random: 0.5), .pause(0.5))
    }

    @Test("A wrong password is not tried again soon: devices lock accounts")
    func wrongPassword() {
        var machine = ConnectionMachine(timing: ConnectionTiming())
        _ = machine.handle(.begin, now: 0, random: 1)
        expect(machine.handle(.failed(StreamFailure(.unauthorized)), now: 0, random: 1), .pause(60))
    }

    @Test("A stream that breaks at once after each connection still counts as one outage")
    func flapping() {
        var machine = streaming()
        var now = 0.0
        var longest = 0.0
        for _ in 0..<30 {
            now += 1
            guard case .pause(let pause) = machine.handle(.failed(StreamFailure(.ended)), now: now, random: 1) else {
                return
            }
            longest = max(longest, pause)
            now += pause
            _ = machine.handle(.pauseOver, now: now, random: 1)
            _ = machine.handle(.opened, now: now, random: 1)
            _ = machine.handle(.packet(isKeyframe: true), now: now, random: 1)
        }
        #expect(longest > 20)
    }

    @Test("A recording ends, or starts again when it is told to repeat")
    func recording() {
        var machine = streaming()
        expect(machine.handle(.endOfRecording(again: true), now: 1, random: 1), .connect(within: 5))
        expect(machine.handle(.endOfRecording(again: false), now: 2, random: 1), .finish)
        #expect(machine.phase == .ended)
    }

    @Test("Every reason has words and advice", arguments: StreamFailure.Code.allCases)
    func advice(code: StreamFailure.Code) {
        let failure = StreamFailure(code, "status 453")
        #expect(failure.description.contains("status 453"))
        #expect(failure.advice.hasSuffix("."))
        #expect(!failure.summary.isEmpty)
    }
}
