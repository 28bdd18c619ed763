import Testing

@testable import VideoStreams

@Suite struct ClipClockTests {
    static let cases: [(mediaTimes: [Double], stamps: [Int64])] = [
        ([0, 0.04, 0.08], [0, 3600, 7200]),
        // A clip cut out of the middle of a stream starts at 0.
        ([812.5, 812.54, 813.5], [0, 3600, 90_000]),
        // An uneven rate stays uneven.
        ([0, 1.0 / 30, 0.5], [0, 3000, 45_000]),
        // Two frames never share a time stamp, and time never runs backwards.
        ([1, 1, 1, 0.5, 1.04], [0, 1, 2, 3, 3600]),
    ]

    @Test(arguments: cases)
    func `Time stamps count from the first frame and always rise`(mediaTimes: [Double], stamps: [Int64]) {
        var clock = ClipClock()
        #expect(mediaTimes.map { clock.stamp(for: $0) } == stamps)
    }
}
