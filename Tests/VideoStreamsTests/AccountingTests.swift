import TestSupport
import Testing
import VideoCore

@testable import VideoStreams

/// Ring and extractor together, under demands that rise and fall and analysis that lags: no packet is counted twice.
@Suite struct AccountingTests {
    /// A packet that arrives when the test says so.
    private struct Arrival: BufferedPacket {
        let packet: EncodedPacket
        let receivedAt: ContinuousClock.Instant
        var sequence: Int { packet.sequence }
        var isKeyframe: Bool { packet.isKeyframe }
        var bytes: Int { packet.bytes }
    }

    private func packets(bFrames: Int) throws -> [EncodedPacket] {
        let folder = try ScratchFolder()
        var options = ClipOptions()
        options.groupLength = 12
        options.bFrames = bFrames
        try TestClips.movingSquare(to: folder.file("a.mp4"), frames: 240, options: options)
        var source = try PacketSource.open(
            StreamSettings(address: StreamAddress(file: folder.file("a.mp4"))), connection: 0,
            interruption: Interruption())
        var packets: [EncodedPacket] = []
        while let packet = try source.next(sequence: packets.count) { packets.append(packet) }
        return packets
    }

    @Test("Every packet is counted once, whatever is asked for, however far analysis lags", arguments: [0, 2])
    func nothingTwice(bFrames: Int) throws {
        let packets = try packets(bFrames: bFrames)
        #expect(packets.count == 240)
        for seed in 0..<60 { try check(packets, seed: UInt64(seed)) }
    }

    private func check(_ packets: [EncodedPacket], seed: UInt64) throws {
        var chance = Chance(state: seed)
        let ledger = FrameLedger()
        var line = Line(waiting: packets[...], ledger: ledger)
        var extractor = FrameExtractor(ledger: ledger)
        var wantsAll = false
        var shown = 0
        while !line.isEmpty {
            let counts = ledger.counts
            let everSkipped = counts.skipped.values.reduce(0, +) + counts.recalled.values.reduce(0, +)
            #expect(everSkipped >= shown, "what is shown as a counter never falls")
            shown = everSkipped
            line.arrive(1 + chance.below(20) / 19 * 30)
            // Now and then it is stopped and started anew.
            if chance.below(60) == 0 {
                extractor.abandon(.stopped)
                ledger.countDropped(.stopped, line.ring.skipToEnd())
                extractor = FrameExtractor(ledger: ledger)
            }
            for _ in 0..<chance.below(4) {
                guard let next = line.ring.take() else { break }
                if chance.below(5) == 0 { wantsAll.toggle() }
                try extractor.consume(
                    next.packet, demand: wantsAll ? .everyFrame : .keyframes(every: 0),
                    rewind: { settled in
                        // Packets arrive between taking one and going back.
                        if chance.below(3) == 0 { line.arrive(chance.below(25)) }
                        return line.ring.rewindToKeyframe(settledThrough: settled)
                    }, deliver: { _ in })
            }
        }
        try extractor.finish { _ in }
        #expect(ledger.counts.pending == 0, "seed \(seed): \(ledger.counts)")
        #expect(ledger.counts.skipped.values.allSatisfy { $0 >= 0 })
        #expect(ledger.counts.received == packets.count)
    }

    /// Packets on their way into a ring, 40 ms from one to the next.
    private struct Line {
        var waiting: ArraySlice<EncodedPacket>
        let ledger: FrameLedger
        var ring = RingContent<Arrival>(seconds: 1.5, bytes: 1 << 20, lag: 0.6)
        private let start = ContinuousClock.now

        init(waiting: ArraySlice<EncodedPacket>, ledger: FrameLedger) {
            self.waiting = waiting
            self.ledger = ledger
        }

        var isEmpty: Bool { waiting.isEmpty && ring.backlog == 0 }

        mutating func arrive(_ count: Int) {
            for packet in waiting.prefix(count) {
                ledger.countReceived()
                let tally = ring.append(
                    Arrival(packet: packet, receivedAt: start + .milliseconds(40 * packet.sequence)))
                ledger.countDropped(.overflow, tally.overflow)
                ledger.countDropped(.awaitingKeyframe, tally.awaitingKeyframe)
            }
            waiting = waiting.dropFirst(count)
        }
    }
}

/// Chance from a seed.
private struct Chance {
    var state: UInt64

    /// A number from 0 to `bound` - 1 (Knuth's multiplier; the high bits are the good ones).
    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % bound
    }
}
