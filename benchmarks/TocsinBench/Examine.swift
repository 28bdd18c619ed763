import ArgumentParser
import Detectors
import Foundation
import VideoCore
import VideoStreams

/// Judges the picture of clips, each as one visit.
struct Examine: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judges the picture of clips, each as one visit, and prints the verdicts, line by line.",
        shouldDisplay: false)

    @Argument(help: "Videos.") var files: [String]
    @Option(help: "Frames of each visit; default: the whole video is one.") var visit: Int?
    @Option(help: "A video of the same camera as it should be, from which a baseline is learnt.") var reference: String?

    fileprivate struct Line: Encodable {
        var file: String
        var verdict = ""
        /// Looks until the first verdict; nil where there is none.
        var settledAfter: Int?
        var looks = 0
        /// Milliseconds of processor time a frame, decoding not counted.
        var milliseconds = 0.0
        var spent = 0.0

        private enum CodingKeys: CodingKey { case file, verdict, settledAfter, looks, milliseconds }
    }

    func run() throws {
        let encoder = JSONEncoder()
        let baseline = try reference.map { try learnt($0) }
        for file in files {
            for (_, line) in try examine(file, baseline) {
                FileHandle.standardOutput.write(try encoder.encode(line) + Data("\n".utf8))
            }
        }
    }

    private func learnt(_ file: String) throws -> QualityBaseline {
        var baseline = QualityBaseline()
        for (examination, _) in try examine(file, nil) {
            for hour in 0..<24 { for _ in 0..<5 { baseline.learn(examination, hour: hour) } }
        }
        return baseline
    }

    private func examine(_ file: String, _ baseline: QualityBaseline?) throws -> [(PictureExamination, Line)] {
        var visits: [(examination: PictureExamination, line: Line)] = []
        var reader = try FrameReader(opening: StreamSettings(address: try StreamAddress(file)), ledger: FrameLedger())
        func look(at frame: Frame) {
            if visits.isEmpty || visits.last?.line.looks == visit {
                visits.append((PictureExamination(baseline: baseline), Line(file: file)))
            }
            let before = Self.processorTime
            visits[visits.count - 1].examination.look(at: frame)
            visits[visits.count - 1].line.spent += Self.processorTime - before
            visits[visits.count - 1].line.note(visits[visits.count - 1].examination.verdict)
        }
        do {
            try reader.readAll(demand: { .everyFrame }, deliver: look)
        } catch let failure as StreamFailure where failure.code == .ended && !visits.isEmpty {
            // A server's clip is over.
        }
        return visits.map { ($0.examination, $0.line) }
    }

    /// Milliseconds of processor time of this thread: other work on the machine does not count.
    private static var processorTime: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}

extension Examine.Line {
    fileprivate mutating func note(_ now: PictureVerdict) {
        looks += 1
        milliseconds = spent / Double(looks)
        if settledAfter == nil, now != .unsettled { settledAfter = looks }
        verdict =
            switch now {
            case .unsettled: "unsettled"
            case .good: "good"
            case .faulty(let fault): "\(fault)"
            }
    }
}
