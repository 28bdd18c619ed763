import Console
import Testing
import VideoCore

@testable import Pipeline
@testable import VideoStreams
@testable import tocsin

/// How the console learns how cameras are doing.
@Suite struct CameraSamplerTests {
    private static let failure = StreamFailure(.unauthorized)

    private static let standings: [(StreamPhase, StreamFailure?, CameraStatus.State, String?)] = [
        (.idle, nil, .unknown, nil), (.connecting, nil, .unknown, nil), (.awaitingPacket, nil, .unknown, nil),
        (.streaming, nil, .up, nil), (.streaming, failure, .up, nil), (.pausing(failure), nil, .down, "unauthorized"),
        (.connecting, failure, .down, "unauthorized"), (.awaitingKeyframe, failure, .down, "unauthorized"),
        (.ended, failure, .ended, nil),
    ]

    @Test("Each phase of a stream is one state, with the cause of what is down", arguments: standings.indices)
    func standing(_ index: Int) {
        let (phase, failure, state, cause) = Self.standings[index]
        let view = CameraSampler.View.standing(PacketReader.Status(phase: phase, lastFailure: failure))
        #expect(view.0 == state && view.cause == cause)
    }

    @Test("Since when a state lasts is told from the first change on; another cause does not begin it anew")
    func since() {
        var view = CameraSampler.View()
        view.note(PacketReader.Status(phase: .streaming), isFirst: true, now: 10)
        #expect(view.state == .up && view.since == nil, "it may have lasted for long")
        view.note(PacketReader.Status(phase: .pausing(Self.failure)), isFirst: false, now: 20)
        #expect(view.state == .down && view.since == 20)
        view.note(PacketReader.Status(phase: .pausing(StreamFailure(.refused))), isFirst: false, now: 30)
        #expect(view.since == 20 && view.cause == "refused")
        view.note(PacketReader.Status(phase: .streaming), isFirst: false, now: 40)
        #expect(view.since == 40 && view.cause == nil)
    }

    @Test("Pictures a second are those of the last ten seconds; a camera begun anew counts from 0")
    func rate() {
        var rate = FrameRate()
        #expect(rate.perSecond == nil)
        rate.note(100, at: 0)
        #expect(rate.perSecond == nil)
        for step in 1...10 { rate.note(100 + 50 * step, at: Double(2 * step)) }
        #expect(rate.perSecond == 25)
        for step in 11...20 { rate.note(600, at: Double(2 * step)) }
        #expect(rate.perSecond == 0)
        rate.note(10, at: 42)
        #expect(rate.perSecond == nil)
        rate.note(35, at: 44)
        #expect(rate.perSecond == 12.5)
    }
}
