import Testing

@testable import VideoStreams

@Suite struct RingContentTests {
    private struct Packet: BufferedPacket, Hashable {
        let number: Int
        let receivedAt: ContinuousClock.Instant
        let isKeyframe: Bool
        let bytes: Int
        var sequence: Int { number }
    }

    private static let start = ContinuousClock.now

    /// One packet a second; a keyframe each `group` packets.
    private func packet(_ number: Int, group: Int, bytes: Int = 100) -> Packet {
        Packet(
            number: number, receivedAt: Self.start + .seconds(number), isKeyframe: number.isMultiple(of: group),
            bytes: bytes)
    }

    private func moment(_ seconds: Int) -> ContinuousClock.Instant { Self.start + .seconds(seconds) }

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
        #expect(ring.packets(since: moment(4)).first?.number == 0)
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
        let succeeded = ring.rewindToKeyframe(settledThrough: -1)
        #expect(succeeded)
        expect(ring.take()?.number, 10)
        #expect(!self.ring().rewound())
    }

    @Test(
        "Going back is refused once the place has moved on by itself, and no packet comes out after it was counted lost",
        arguments: [
            // Packets appended at first, taken, appended before going back; whether that succeeds, packets lost.
            (15, 13, 0, true, 0),  // nothing happened in between
            (15, 13, 5, true, 0),  // the next group has begun, nothing was dropped
            (15, 13, 30, false, 17),  // lag: moved on to the next group that is recent enough
            (15, 3, 40, false, 37),  // lag, two groups further
            (15, 13, 60, false, 47),  // the group itself has left the ring
            (15, 15, 0, true, 0), (0, 0, 0, false, 0),
        ])
    func rewindAfterMove(first: Int, taken: Int, later: Int, succeeds: Bool, lost: Int) {
        var ring = ring(seconds: 45, lag: 15)
        var dropped = 0
        for number in 0..<first { dropped += ring.append(packet(number, group: 10)).overflow }
        var seen: [Int] = []
        for _ in 0..<taken { if let next = ring.take() { seen.append(next.number) } }
        for number in first..<first + later { dropped += ring.append(packet(number, group: 10)).overflow }
        #expect(dropped == lost)
        expect(ring.rewindToKeyframe(settledThrough: -1), succeeds)
        var again: [Int] = []
        while let next = ring.take() { again.append(next.number) }
        if succeeds { #expect(again.first == (seen.last ?? 0) / 10 * 10) }
        #expect(Set(seen).union(again).count + dropped == first + later)
        #expect(succeeds || Set(seen).isDisjoint(with: again))
    }

    @Test("Giving up what waits ends going back too")
    func rewindAfterSkip() {
        var ring = ring()
        for number in 0..<15 { _ = ring.append(packet(number, group: 10)) }
        for _ in 0..<12 { _ = ring.take() }
        expect(ring.skipToEnd(), 3)
        expect(ring.rewindToKeyframe(settledThrough: -1), false)
    }

    @Test("Pre-roll begins at the keyframe before the moment asked for, or at the oldest one held")
    func preRoll() {
        var ring = ring()
        for number in 0..<45 { _ = ring.append(packet(number, group: 10)) }
        #expect(ring.packets(since: moment(32)).map(\.number) == Array(30..<45))
        #expect(ring.packets(since: moment(30)).map(\.number) == Array(30..<45))
        #expect(ring.packets(since: moment(29)).map(\.number) == Array(20..<45))
        #expect(ring.packets(since: moment(-900)).first?.number == 0)
        #expect(self.ring().packets(since: moment(5)).isEmpty)
    }

    @Test("What follows a packet is given out without being taken, and only as far as it is held")
    func following() {
        var ring = ring()
        for number in 0..<45 { _ = ring.append(packet(number, group: 10)) }
        #expect(ring.packets(after: 40).map(\.number) == [41, 42, 43, 44])
        #expect(ring.packets(after: 44).isEmpty)
        #expect(ring.packets(after: -1).first?.number == 0)
        #expect(ring.backlog == 45)
    }
}

extension RingContent {
    fileprivate func rewound() -> Bool {
        var copy = self
        return copy.rewindToKeyframe(settledThrough: -1)
    }
}
