#if canImport(Glibc)
    internal import Glibc
#endif
public import VideoCore
internal import Vision

/// Rings when something falls or is thrown from a facade (高空抛物).
///
/// Method: three-frame difference at full resolution, adaptive noise, blobs, tracks of what moves down, and for each
/// track a fit of free fall with perspective and drag against steady motion. Everything is timed by media time.
public final class ThrownObjectDetector: Detector {
    private let settings: ThrownObjectSettings
    private var window = FrameWindow()
    private var gate = BirthGate()
    private var book = IncidentBook()
    private var clock = ClockBook()
    private var stage: Stage?
    private var blobs: [Blob] = []
    private var rises = RiseMemory()
    private var mediaTime = 0.0
    private var view: ViewMonitor
    /// Where tracks may begin beside the facade; nil where they may not, as nobody could say where they came from.
    private let surroundings: FacadeSurroundings?

    /// What belongs to one size of picture.
    private struct Stage: ~Copyable {
        var map: ChangeMap
        var linker: TrackLinker
        let judge: FallJudge
    }

    /// Seconds without a picture after which what was followed is lost.
    private static let gapLimit = 1.0
    /// Most tracks judged in one picture: what rain leaves over waits for the next.
    private static let judgementLimit = 8

    /// A detector for one camera; `views` keeps what the camera should show from one run of the program to the next.
    public init(settings: ThrownObjectSettings, views: ViewMemory = .none) {
        self.settings = settings
        view = ViewMonitor(fingerprint: settings.geometryFingerprint, memory: views)
        surroundings = FacadeSurroundings(settings)
        blobs.reserveCapacity(ChangeMap.blobLimit)
    }

    /// Every frame: a fall past one storey takes five.
    public var demand: FrameDemand { .everyFrame }

    /// Seconds in which no fall could have been seen to begin, or none placed: light switched, picture shaken, view moved,
    /// covered, washed out or dark.
    public var blindSeconds: Double { gate.blindSeconds + view.blindSeconds }

    /// Whether the camera shows what it should. While it does not, falls still ring, but no floor is named.
    public var viewState: ViewState { view.state }

    /// Looks at the next frame. Never throws.
    public func findings(in frame: Frame) throws -> [Finding] {
        var findings: [Finding] = []
        view.look(at: frame)
        prepare(for: frame)
        guard var stage = stage.take() else { return findings }
        if window.admit(frame, unchangedBy: stage.map), let triple = window.triple {
            follow(triple, in: &stage, into: &findings)
        }
        self.stage = consume stage
        mediaTime = frame.mediaTime
        book.closeStale(at: mediaTime, into: &findings)
        return findings
    }

    /// The stream has ended: closes what is open.
    public func finish() -> [Finding] {
        var findings: [Finding] = []
        book.closeAll(at: mediaTime, into: &findings)
        clock.close(at: mediaTime, into: &findings)
        return findings
    }

    /// Starts anew after a change of size, and forgets tracks after a gap.
    private func prepare(for frame: Frame) {
        if stage == nil || window.last.map({ $0.width != frame.width || $0.height != frame.height }) ?? false {
            stage = Stage(
                map: ChangeMap(width: frame.width, height: frame.height),
                linker: TrackLinker(width: frame.width, height: frame.height),
                judge: FallJudge(settings, width: frame.width, height: frame.height))
            window.removeAll()
            gate.reset()
            rises.removeAll()
        } else if let last = window.last, abs(frame.mediaTime - last.mediaTime) > Self.gapLimit {
            window.removeAll()
            gate.reset()
            stage?.linker.removeAll()
            rises.removeAll()
        }
    }

    private func follow(_ triple: FrameWindow.Triple, in stage: inout Stage, into findings: inout [Finding]) {
        let interval = window.interval
        let t = triple.now.mediaTime
        stage.map.update(before: triple.before, now: triple.now, after: triple.after, interval: interval)
        let isOpen = gate.opens(firedShare: stage.map.firedShare, at: t, interval: interval)
        guard stage.map.firedShare <= BirthGate.floodShare else { return }
        stage.map.findBlobs(before: triple.before, now: triple.now, after: triple.after, into: &blobs)
        markOutside(width: Double(triple.now.width), height: Double(triple.now.height))
        stage.linker.advance(blobs, at: t, startsTracks: isOpen)
        rises.remember(blobs, at: t)
        report(&stage, triple.now, at: triple.after.mediaTime, into: &findings)
    }

    /// Marks what lies outside the facade and may begin no track. What goes on there was thrown towards the camera.
    private func markOutside(width: Double, height: Double) {
        guard !settings.facade.isEmpty else { return }
        let knowsView = view.state.isClear
        for i in blobs.indices {
            let point = ImagePoint(x: blobs[i].x / width, y: blobs[i].y / height)
            guard !settings.facade.contains(where: { $0.contains(point) }) else { continue }
            blobs[i].isBeside = knowsView && surroundings?.mayBegin(blobs[i], at: point) == true
            blobs[i].isOutside = !blobs[i].isBeside
        }
    }

    private func report(_ stage: inout Stage, _ frame: Frame, at now: Double, into findings: inout [Finding]) {
        let companions = stage.linker.descending - 1
        var judged = 0
        for i in stage.linker.tracks.indices where stage.linker.tracks[i].isDue && judged < Self.judgementLimit {
            judged += 1
            let samples = stage.linker.tracks[i].samples
            let evidence = stage.linker.tracks[i].evidence
            let verdict = stage.judge.judge(samples, evidence: evidence, companions: companions)
            stage.linker.postpone(i)
            checkClock(
                stage.judge.gravity(samples, verdict, evidence: evidence, companions: companions), at: now,
                into: &findings)
            guard case .success(let fall) = verdict else { continue }
            let part = samples[fall.firstSample...]
            if let incident = stage.linker.tracks[i].incident {
                book.update(incident, summary(part, fall, frame), at: now, into: &findings)
            } else if rises.precede(part, centre: (Double(frame.width) / 2, Double(frame.height) / 2)) {
                stage.linker.dismiss(i)
            } else {
                stage.linker.mark(i, as: book.admit(summary(part, fall, frame), at: now, into: &findings))
            }
        }
    }

    /// Floor lines give metres only while the view is theirs.
    private func checkClock(_ reading: GravityReading?, at now: Double, into findings: inout [Finding]) {
        guard let reading, view.state.isClear else { return }
        clock.note(reading, floorHeight: settings.floorHeight, at: now, into: &findings)
    }

    private func summary(_ samples: ArraySlice<TrackSample>, _ fall: FallJudge.Fall, _ frame: Frame)
        -> IncidentBook.Report
    {
        let (width, height) = (Double(frame.width), Double(frame.height))
        var (left, top, right, bottom) = (width, height, 0.0, 0.0)
        for sample in samples {
            left = min(left, sample.x - sample.width)
            right = max(right, sample.x + sample.width)
            top = min(top, sample.y - sample.height)
            bottom = max(bottom, sample.y + sample.height)
        }
        (left, top, right, bottom) = (max(left, 0), max(top, 0), min(right, width), min(bottom, height))
        return IncidentBook.Report(
            points: samples.map {
                TrackPoint(mediaTime: $0.t, pointInImage: ImagePoint(x: $0.x / width, y: $0.y / height))
            },
            region: Region(
                x: left / width, y: top / height, width: (right - left) / width, height: (bottom - top) / height),
            // An odds ratio at the limit is even; each e^8 beyond it takes most of the doubt away.
            confidence: 1 - 0.5 * exp(-fall.likelihoodRatio / 8),
            origin: view.state.isClear ? settings.inColumn(fall.origin, of: samples, width, height) : nil,
            reach: 3 * fall.pixelsPerMetre / width)
    }
}
