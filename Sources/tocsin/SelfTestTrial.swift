import Detectors
import Foundation
import Pipeline
import Synchronization
import VideoCore
import VideoStreams

/// One self-test at once, on a connection of its own.
struct SelfTestTrial {
    let stream: StreamSettings
    let timing: ConnectionTiming
    let thrownObject: ThrownObjectSettings
    let views: ViewMemory

    /// Seconds of video after which a test that has not ended never will.
    private static let longest = 240.0
    /// A recording shorter than this is more cut than picture when it is repeated, seconds.
    private static let shortest = 2.0

    /// Reads pictures until there is a result; a recording begins again at its end.
    ///
    /// Throws ``StreamFailure`` where the camera gives no usable stream, ``SelfTestTrouble`` where it gives too little.
    func run() throws -> SelfTestReport {
        let outcome = Mutex<SelfTestReport?>(nil)
        let live = ThrownObjectDetector(settings: thrownObject, views: views)
        let test = SelfTest(settings: thrownObject, live: live, schedule: .atOnce) { report in
            outcome.withLock { $0 = report }
        }
        var bench = DetectorBench([live, test])
        var (shift, last, index) = (0.0, 0.0, 0)
        while true {
            let stop = StopSwitch()
            var reader = try FrameReader(opening: stream, timing: timing, ledger: FrameLedger(), stop: stop)
            let before = index
            try reader.readAll(demand: { .everyFrame }) { frame in
                guard outcome.withLock({ $0 }) == nil, last < Self.longest else { return stop.stop() }
                last = shift + frame.mediaTime
                try bench.look(at: frame.retimed(mediaTime: last, wallTime: frame.wallTime, index: index)) { _ in }
                index += 1
            }
            if let report = outcome.withLock({ $0 }) { return report }
            guard index > before else { throw StreamFailure(.undecodable, "no picture") }
            guard stream.address.isFile, last < Self.longest else { throw SelfTestTrouble.noResult }
            guard last >= Self.shortest else { throw SelfTestTrouble.tooShort }
            shift = last + 0.04
        }
    }
}

/// Why a self-test came to no result.
enum SelfTestTrouble: Error, CustomStringConvertible {
    /// The recording is too short to be repeated.
    case tooShort
    /// The stream ended or broke off again and again.
    case noResult

    var description: String {
        switch self {
        case .tooShort: "the recording is shorter than 2 s; give one of 10 s or more"
        case .noResult: "the stream broke off before the test was over; look at it with “tocsin probe”, then try again"
        }
    }
}
