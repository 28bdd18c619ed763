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

    @Argument(help: "Videos; without any their names are read from standard input, one a line.") var files: [String] =
        []
    @Option(help: "A video of the same camera as it should be, from which a baseline is learnt.") var reference: String?

    private struct Line: Encodable {
        var file: String
        var verdict: String
        /// Looks until the first verdict; nil where there is none.
        var settledAfter: Int?
        var looks: Int
        /// Milliseconds a look, decoding not counted.
        var milliseconds: Double
    }

    func run() throws {
        let encoder = JSONEncoder()
        let baseline = try reference.map { try learnt($0) }
        func judge(_ file: String) throws {
            let line = try examine(file, PictureExamination(baseline: baseline)).line
            FileHandle.standardOutput.write(try encoder.encode(line) + Data("\n".utf8))
        }
        for file in files { try judge(file) }
        while files.isEmpty, let file = readLine() { try judge(file) }
    }

    private func learnt(_ file: String) throws -> QualityBaseline {
        var baseline = QualityBaseline()
        let examination = try examine(file, PictureExamination()).examination
        for hour in 0..<24 { for _ in 0..<5 { baseline.learn(examination, hour: hour) } }
        return baseline
    }

    private func examine(
        _ file: String, _ examination: PictureExamination
    ) throws -> (examination: PictureExamination, line: Line) {
        var examination = examination
        var line = Line(file: file, verdict: "", looks: 0, milliseconds: 0)
        var spent = Duration.zero
        var reader = try FrameReader(opening: StreamSettings(address: StreamAddress(file: file)), ledger: FrameLedger())
        try reader.readAll(demand: { .everyFrame }) { frame in
            spent += ContinuousClock().measure { examination.look(at: frame) }
            line.looks += 1
            if line.settledAfter == nil, examination.verdict != .unsettled { line.settledAfter = line.looks }
        }
        line.milliseconds = spent / .milliseconds(1) / Double(max(line.looks, 1))
        line.verdict =
            switch examination.verdict {
            case .unsettled: "unsettled"
            case .good: "good"
            case .faulty(let fault): "\(fault)"
            }
        return (examination, line)
    }
}
