import Testing

@testable import VideoStreams

@Suite struct RingContentTests {
    private struct Packet: BufferedPacket, Hashable {
        let number: Int
        let receivedAt: ContinuousClock.Instant
        let isKeyframe: Bool
        let bytes: Int
    }

    private static let start = ContinuousClock.now

    /// One packet a second; a keyframe each `group` packets.
    private func packet(_ number: Int, group: Int, bytes: Int = 100) -> Packet {
        Packet(
            number: number, receivedAt: Self.start + .seconds(number), isKeyframe: number.isMultiple(of: group),
            bytes: bytes)
    }

    private func ring(seconds: Double = 1000, bytes: Int = 1 << 30, lag: Double = 1000) -> RingContent<Packet> {
        RingContent(seconds: seconds, bytes: bytes, lag: lag)
    }

    @Test("Packets come out in order, each once")
    func order() {
        var ring = ring()
        var lost = DropTally()
        for number in 0..<50 { lost = ring.append(packet(number, group: 10)) }
        #expect(lost == DropTally())
        let taken = (0..<51).map { _ in ring.take()?.number }
        #expect(taken == Array(0..<50) + [nil])
    }

    @Test("Whole groups of pictures leave when seconds or bytes run out; only those not taken count as dropped")
    func bounds() {
        for (seconds, bytes) in [(25.0, 1 << 30), (1000.0, 2500)] {
            for taken in [0, 7, 40] {
                var ring = ring(seconds: seconds, bytes: bytes)
                var dropped = 0
                var received: [Int] = []
                for number in 0..<200 {
                    dropped += ring.append(packet(number, group: 10)).overflow
                    while received.count < taken, let next = ring.take() { received.append(next.number) }
                }
                let first = ring.take()
                #expect(first?.isKeyframe == true)
                #expect(first.map { 200 - $0.number <= 26 } == true)
                #expect(received.count + dropped == first?.number)
            }
        }
    }

    @Test("Analysis that lags is moved on to a recent keyframe, and the packets stay as pre-roll")
    func lag() {
        var ring = ring(lag: 15)
        var dropped = 0
        for number in 0..<40 { dropped += ring.append(packet(number, group: 10)).overflow }
        #expect(dropped == 30)
        expect(ring.take()?.number, 30)
        #expect(ring.preRoll(seconds: 35).first?.number == 0)
    }

    @Test("A group of pictures longer than the ring is given up as a whole, and what follows waits for a keyframe")
    func endlessGroup() {
        var ring = ring(bytes: 1000)
        var tally = DropTally()
        for number in 0..<30 {
            let next = ring.append(packet(number, group: 1000))
            tally.overflow += next.overflow
            tally.awaitingKeyframe += next.awaitingKeyframe
        }
        #expect(tally.overflow == 11)
        #expect(tally.awaitingKeyframe == 19)
        expect(ring.take()?.number, nil)
        _ = ring.append(packet(2000, group: 1000))
        expect(ring.take()?.number, 2000)
    }

    @Test("While analysis keeps up, an endless group of pictures loses nothing")
    func endlessGroupInTime() {
        var ring = ring(bytes: 1000)
        for number in 0..<100 {
            let lost = ring.append(packet(number, group: 1000))
            let taken = ring.take()?.number
            #expect(lost == DropTally())
            #expect(taken == number)
        }
        #expect(!ring.rewound())
    }

    @Test("Going back finds the keyframe of the group being taken, as long as it is held")
    func rewind() {
        var ring = ring()
        for number in 0..<25 { _ = ring.append(packet(number, group: 10)) }
        for _ in 0..<15 { _ = ring.take() }
        let succeeded = ring.rewindToKeyframe()
        #expect(succeeded)
        expect(ring.take()?.number, 10)
        #expect(!self.ring().rewound())
    }

    @Test("Pre-roll begins at the keyframe before the time asked for, or at the oldest one held")
    func preRoll() {
        var ring = ring()
        for number in 0..<45 { _ = ring.append(packet(number, group: 10)) }
        #expect(ring.preRoll(seconds: 12).map(\.number) == Array(30..<45))
        #expect(ring.preRoll(seconds: 14).map(\.number) == Array(30..<45))
        #expect(ring.preRoll(seconds: 15).map(\.number) == Array(20..<45))
        #expect(ring.preRoll(seconds: 900).first?.number == 0)
        #expect(self.ring().preRoll(seconds: 5).isEmpty)
    }
}

extension RingContent {
    fileprivate func rewound() -> Bool {
        var copy = self
        return copy.rewindToKeyframe()
    }
}
