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
    private let ledger = FrameLedger()
    private let progress = ProgressLine()
    private let began = ProcessTimes()
    private(set) var summary = AnalysisSummary()
    /// What went wrong on the way; nothing of it costs the rest, but an output that takes no more events ends the run.
    private(set) var troubles: AnalysisTroubles

    /// Opens the outputs. Throws ``OutputFailure`` when the events cannot be written; an annotated video that cannot be
    /// written is no reason not to look for alarms.
    init(_ plan: AnalysisPlan, output: String?, annotate: String?) throws(OutputFailure) {
        let lines = try EventLines(path: output)
        var troubles = AnalysisTroubles(title: plan.title)
        var annotator: Annotator?
        do throws(EncodingFailure) {
            if let annotate { annotator = try Annotator(path: annotate, shields: plan.context.shields) }
        } catch {
            troubles.annotation = error
        }
        self.init(plan, output: lines, annotator: annotator, troubles: troubles)
    }

    private init(
        _ plan: AnalysisPlan, output: EventLines, annotator: consuming Annotator?, troubles: AnalysisTroubles
    ) {
        self.plan = plan
        self.output = output
        self.annotator = annotator
        self.troubles = troubles
    }

    /// Reads the input to its end; what went wrong is in ``troubles``.
    mutating func run() {
        for (index, part) in plan.parts.enumerated() where troubles.output == nil {
            let before = ledger.counts.decoded
            do throws(StreamFailure) {
                try read(part, index: index)
                if ledger.counts.decoded == before { throw StreamFailure(.undecodable, "no picture") }
            } catch {
                troubles.unreadable.append(.init(part: part, failure: error))
            }
        }
        progress.clear()
        troubles.counts = ledger.counts
        summary.finish(counts: ledger.counts, unreadable: troubles.unreadable.count, since: began)
        if ledger.counts.decoded > 0 { finishAnnotation() }
    }

    private mutating func read(_ part: AnalysisPlan.Part, index: Int) throws(StreamFailure) {
        var reader = try FrameReader(opening: part.stream, ledger: ledger)
        var context = plan.context
        context.input = part.name
        var alarms = CameraAlarms(context)
        let detectors: [any Detector]
        do {
            detectors = try DetectorName.detectors(plan.detectors, plan.detectorSettings, models: plan.models)
        } catch {
            throw StreamFailure(.other, "\(error)")
        }
        var bench = DetectorBench(detectors)
        var last: Frame?
        let duration = reader.duration
        // Stills follow each other by a second, so that their alarms have different ids.
        let shift = part.name == nil ? 0 : Double(index)
        var failure: StreamFailure?
        do {
            try reader.readAll(demand: { bench.demand }) { frame in
                try bench.look(at: frame) { finding in
                    emit(alarms.events(for: finding, at: FindingMoment(frame, shiftedBy: shift)))
                }
                if let failure = troubles.output { throw failure }
                if part.name == nil { draw(frame) }
                progress.show(mediaTime: frame.mediaTime, of: duration)
                last = frame
            }
        } catch let error as StreamFailure {
            failure = error
        } catch {
            failure = error is OutputFailure ? nil : StreamFailure(.other, "\(error)")
        }
        summary.damagedReads += reader.damagedReads
        close(&bench, &alarms, last, shift)
        // A still is judged when it has been read, and shown for a second.
        if part.name != nil, let last {
            draw(last.retimed(mediaTime: shift, wallTime: last.wallTime, index: index))
            annotator?.forget()
        }
        if let failure { throw failure }
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
        guard troubles.annotation == nil else { return }
        do {
            try annotator?.draw(frame)
        } catch {
            troubles.annotation = error
        }
    }

    /// Completes the annotated video, also where it ends early because the picture's size changed.
    private mutating func finishAnnotation() {
        guard [nil, .sizeChanged].contains(troubles.annotation?.code) else { return }
        do {
            try annotator?.finish()
        } catch {
            troubles.annotation = error
        }
    }

    private mutating func emit(_ events: [AlarmEvent]) {
        for event in events where troubles.output == nil {
            do {
                try output.write(event)
                summary.count(event)
                annotator?.note(event)
            } catch {
                troubles.output = error
            }
        }
    }
}

extension FindingMoment {
    fileprivate init(_ frame: Frame, shiftedBy seconds: Double) {
        self.init(mediaTime: frame.mediaTime, wallTime: frame.wallTime.advanced(by: seconds))
    }
}
