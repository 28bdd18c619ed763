import AllocationCount
import Detectors
import SyntheticScenes
import TestSupport
import Testing
import VideoCore

@testable import Pipeline
@testable import VideoStreams

/// What a picture of a camera that is watched for thrown objects asks of the heap, from its packet to the detector.
@Suite struct PathAllocationTests {
    /// Allocations of one picture in one part of the path.
    struct Count: Equatable, CustomStringConvertible {
        /// Of Tocsin and the Swift runtime.
        var own: UInt64 = 0
        /// Of FFmpeg: packets, their data, and references to memory out of its pools.
        var ffmpeg: UInt64 = 0

        /// Those of this thread so far.
        static var soFar: Count {
            let ffmpeg = allocation_count_of_ffmpeg()
            return Count(own: allocation_count() - ffmpeg, ffmpeg: ffmpeg)
        }

        /// Those since `earlier`.
        static func since(_ earlier: Count) -> Count {
            let now = soFar
            return Count(own: now.own - earlier.own, ffmpeg: now.ffmpeg - earlier.ffmpeg)
        }

        var description: String { "\(own) own, \(ffmpeg) of FFmpeg" }
    }

    /// Most allocations of a picture after the first six seconds, in each part. A change that needs more says why here.
    private enum Threshold {
        /// Our own is ``EncodedPacket``, which stays in the ring for evidence.
        static let read = Count(own: 1, ffmpeg: 8)
        /// When the oldest group of pictures goes, one now and then.
        static let ring = Count(own: 1, ffmpeg: 0)
        static let ringInSixSeconds = 6
        /// What the detectors need together.
        static let demand = Count(own: 0, ffmpeg: 0)
        /// FFmpeg refers to memory out of its pools: a reference is an allocation.
        static let decode = Count(own: 0, ffmpeg: 43)
        static let look = Count(own: 0, ffmpeg: 0)
    }

    @Test func `A picture allocates no more than is written down, and nothing while it is decoded and looked at`()
        async throws
    {
        let folder = try ScratchFolder()
        try Self.film(to: folder.file("a.mp4"))
        let settings = StreamSettings(address: StreamAddress(file: folder.file("a.mp4")))
        var source = try PacketSource.open(settings, connection: 0, interruption: Interruption())
        let ledger = FrameLedger()
        let ring = PacketRing(seconds: 1, bytes: 16 << 20, ledger: ledger)
        var extractor = FrameExtractor(ledger: ledger)
        var bench = DetectorBench([ThrownObjectDetector(settings: ThrownObjectSettings())])
        var read: [Count] = [], passed: [Count] = [], demanded: [Count] = [], decoded: [Count] = [],
            looked: [Count] = []
        while true {
            let beforeRead = Count.soFar
            guard let next = try source.next(sequence: read.count) else { break }
            read.append(.since(beforeRead))
            let beforeRing = Count.soFar
            ring.push(next)
            let taken = await ring.next()
            passed.append(.since(beforeRing))
            let packet = try #require(taken)
            let beforeDemand = Count.soFar
            let demand = bench.demand
            demanded.append(.since(beforeDemand))
            let beforeDecode = Count.soFar
            var look = Count()
            try extractor.consume(packet, demand: demand, rewind: { _ in false }) { frame in
                let beforeLook = Count.soFar
                try bench.look(at: frame) { _ in }
                look = .since(beforeLook)
            }
            let both = Count.since(beforeDecode)
            decoded.append(Count(own: both.own - look.own, ffmpeg: both.ffmpeg - look.ffmpeg))
            looked.append(look)
        }
        try #require(read.count == 300)
        for (name, counts, most) in [
            ("read", read, Threshold.read), ("ring", passed, Threshold.ring),
            ("demand", demanded, Threshold.demand), ("decode", decoded, Threshold.decode),
            ("look", looked, Threshold.look),
        ] {
            let settled = counts[150...]
            #expect(settled.allSatisfy { $0.own <= most.own && $0.ffmpeg <= most.ffmpeg }, "\(name)")
        }
        let inRing = passed[150...].reduce(0) { $0 + $1.own }
        #expect(inRing <= Threshold.ringInSixSeconds)
        // A packet cannot come for nothing: a counter that counts nothing shows here.
        #expect(read.allSatisfy { $0.own > 0 && $0.ffmpeg > 0 })
    }

    private static func film(to path: String) throws {
        var writer = try ClipWriter(to: path, options: ClipOptions())
        for frame in SceneRenderer(ScenePreset.facadeQuiet.scene(seed: 11, seconds: 12)).frames {
            try writer.write(frame)
        }
        try writer.finish()
    }
}
