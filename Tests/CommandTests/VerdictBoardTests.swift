import Detectors
import TestSupport
import Testing
import VideoCore
import VideoStreams

@testable import tocsin

/// What was seen of a camera, for its polls.
@Suite struct VerdictBoardTests {
    @Test func `A camera that is set up anew is not judged by what was seen before, and no other is forgotten`() {
        let board = VerdictBoard()
        let frame = Picture(width: 64, height: 48).frame(
            mediaTime: 0, receivedAt: .now, wallTime: WallTime(secondsSince1970: 0), isKeyframe: true, index: 0)
        for name in ["gate", "roof"] { board.note(.faulty(.black), frame, of: CameraID(name)) }
        board.forget(CameraID("gate"))
        #expect(board.last(CameraID("gate")) == nil)
        #expect(board.last(CameraID("roof"))?.verdict == .faulty(.black))
    }
}
