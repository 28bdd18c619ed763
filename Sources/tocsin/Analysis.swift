import Alarms
import Foundation
import Pipeline
import VideoCore
import VideoStreams

/// One run of `tocsin analyze`: input to events, each step on the calling thread.
struct Analysis: ~Copyable {
    private let plan: AnalysisPlan
    private let output: EventLines
    private var annotator: Annotator?
    /// Why the annotated video could not be gone on with; the analysis goes on without it.
    private var annotationFailure: EncodingFailure?
    private let ledger = FrameLedger()
    private let progress = ProgressLine()
    private let began = ProcessTimes()
    private(set) var summary = AnalysisSummary()

    /// Opens the outputs. Throws ``OutputFailure`` or ``EncodingFailure`` when one cannot be written.
    init(_ plan: AnalysisPlan, output: String?, annotate: String?) throws {
        let lines = try EventLines(path: output)
        let annotator = try annotate.map { try Annotator(path: $0, shields: plan.context.shields) }
        self.init(plan, output: lines, annotator: annotator)
    }

    private init(_ plan: AnalysisPlan, output: EventLines, annotator: consuming Annotator?) {
        self.plan = plan
        self.output = output
        self.annotator = annotator
    }

    /// Reads the input to its end. Throws ``StreamFailure`` when nothing of it could be opened or decoded.
    mutating func run() throws {
        var failure: StreamFailure?
        for (index, part) in plan.parts.enumerated() {
            let before = ledger.counts.decoded
            do throws(StreamFailure) {
                try read(part, index: index)
                if ledger.counts.decoded == before { throw StreamFailure(.undecodable, "no picture") }
            } catch {
                failure = failure ?? error
                summary.unreadable += 1
            }
        }
        progress.clear()
        summary.finish(counts: ledger.counts, since: began)
        if annotationFailure == nil { try annotator?.finish() }
        if let failure, ledger.counts.decoded == 0 { throw failure }
        if let annotationFailure { throw annotationFailure }
        if let failure { standardError("tocsin analyze: \(plan.title): the input broke off: \(failure)") }
    }

    private mutating func read(_ part: AnalysisPlan.Part, index: Int) throws(StreamFailure) {
        var reader = try FrameReader(opening: part.stream, ledger: ledger)
        var context = plan.context
        context.input = part.name
        var alarms = CameraAlarms(context)
        var bench = DetectorBench(DetectorName.detectors(plan.detectors, plan.detectorSettings))
        var last: Frame?
        let duration = reader.duration
        // Stills follow each other by a second, so that their alarms have different ids.
        let shift = part.name == nil ? 0 : Double(index)
        do {
            try reader.readAll(demand: { bench.demand }) { frame in
                try bench.look(at: frame) { finding in
                    emit(alarms.events(for: finding, at: FindingMoment(frame, shiftedBy: shift)))
                }
                draw(frame)
                progress.show(mediaTime: frame.mediaTime, of: duration)
                last = frame
            }
        } catch let error as StreamFailure {
            close(&bench, &alarms, last, shift)
            throw error
        } catch {
            throw StreamFailure(.other, "\(error)")
        }
        summary.damagedReads += reader.damagedReads
        close(&bench, &alarms, last, shift)
    }

    private mutating func close(
        _ bench: inout DetectorBench, _ alarms: inout CameraAlarms, _ last: Frame?, _ shift: Double
    ) {
        if let last {
            bench.finish { emit(alarms.events(for: $0, at: FindingMoment(last, shiftedBy: shift))) }
        }
        emit(alarms.closeAll())
    }

    private mutating func draw(_ frame: Frame) {
        guard annotationFailure == nil else { return }
        do {
            try annotator?.draw(frame)
        } catch {
            annotationFailure = error
        }
    }

    private mutating func emit(_ events: [AlarmEvent]) {
        for event in events {
            summary.count(event)
            annotator?.note(event)
            output.write(event)
        }
    }
}

extension FindingMoment {
    fileprivate init(_ frame: Frame, shiftedBy seconds: Double) {
        self.init(mediaTime: frame.mediaTime, wallTime: frame.wallTime.advanced(by: seconds))
    }
}
