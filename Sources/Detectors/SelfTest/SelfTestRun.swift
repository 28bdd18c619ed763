internal import VideoCore

/// One self-test under way: a second detector is shown the live pictures with a ball falling in them.
///
/// First some seconds without a ball, in which the second detector learns the noise; then a fall from each height, and
/// once more from those that were not seen.
struct SelfTestRun {
    /// Where it stands after a picture.
    enum Progress {
        /// Goes on, with what the second detector found of the falls.
        case running([Finding])
        /// Over, with what is still to be closed.
        case done(SelfTestReport, [Finding])
        /// The pictures broke off or changed their size: nothing is known.
        case broken([Finding])
    }

    /// Seconds in which the second detector learns: its noise levels move fast in the first one, then settle.
    private static let warmUp = 4.0
    /// Seconds after a fall in which it may still be reported, and until the next one: what follows within 3 s is the
    /// same incident.
    private static let (patience, pause) = (1.2, 4.5)
    /// Falls from one height before it counts as not seen.
    private static let mostAttempts = 2
    /// Pixels across below which a ball does not count even where the detector finds it: it is drawn after the decoder,
    /// and no camera's encoder would have kept it (O).
    private static let survivesCoding = 2.0
    /// Spread beyond which a ball does not count either, in pixels: edges tell no more than some 9 px, and rendered facades
    /// blurred by 10, 20 and 30 px showed as 8.9, 7.2 and 5.6, so that the ball is drawn sharper than the camera is.
    private static let mostSpread = 5.0
    /// Seconds without a picture after which the test is broken off.
    private static let longestGap = 1.0

    private let settings: ThrownObjectSettings
    private let view: FacadeView
    private let routes: [[FallRoute]]
    private let shadow: ThrownObjectDetector
    private let start: Double
    private var last: Frame
    private var storeys: [SelfTestReport.Storey] = []
    private var composer: FallComposer?
    private var condition: CameraCondition?
    private var attempt = 1
    private var nextFall: Double
    private var named: Int?
    private var isSeen = false
    private var incidents: Set<Int> = []

    /// A run that begins with `frame`; nil where `settings` name no floors.
    init?(_ settings: ThrownObjectSettings, _ frame: Frame) {
        guard let view = FacadeView(settings, width: frame.width, height: frame.height) else { return nil }
        self.settings = settings
        self.view = view
        routes = FallRoute.plan(settings, in: view)
        shadow = ThrownObjectDetector(settings: settings)
        start = frame.mediaTime
        nextFall = start + Self.warmUp
        last = frame
    }

    /// Shows it the next live picture; `state` is what the live detector thinks of the view.
    mutating func look(at frame: Frame, view state: ViewState) -> Progress {
        guard frame.width == last.width, frame.height == last.height,
            (0...Self.longestGap).contains(frame.mediaTime - last.mediaTime)
        else { return .broken(closed(shadow.finish())) }
        guard state.isClear else { return end(frame, because: .view(state)) }
        guard !routes.isEmpty else { return end(frame, because: .noFall) }
        let findings = kept((try? shadow.findings(in: composer?.compose(frame) ?? frame)) ?? [])
        defer { last = frame }
        if let composer {
            let isOver = frame.mediaTime > composer.path.end + Self.patience
            guard isOver || isSeen && frame.mediaTime > composer.path.end else { return .running(findings) }
            settle(composer)
            if storeys.count == routes.count { return finish(frame, findings) }
        } else if frame.mediaTime >= nextFall {
            release(frame)
        }
        return .running(findings)
    }

    /// Lets the next ball go in the picture after `frame`.
    private mutating func release(_ frame: Frame) {
        let choices = routes[storeys.count]
        let route = choices[(attempt - 1) % choices.count]
        let condition = condition ?? CameraCondition(frame, before: last, facade: settings.facade)
        self.condition = condition
        let path = FallPath(route, in: view, start: frame.mediaTime + 0.02)
        composer = FallComposer(path, in: frame, light: condition.light, spread: condition.spread)
        (isSeen, named) = (false, nil)
    }

    /// Notes what came of a fall.
    private mutating func settle(_ composer: FallComposer) {
        nextFall = composer.path.end + Self.pause
        self.composer = nil
        guard isSeen || attempt >= Self.mostAttempts else {
            attempt += 1
            return
        }
        let pixels = composer.path.pixelsAtRelease
        let isLarge = pixels >= Self.survivesCoding
        let isSharp = composer.spread <= Self.mostSpread
        let unseen = isSeen && isSharp ? nil : condition?.fault(of: composer)
        storeys.append(
            SelfTestReport.Storey(
                floor: composer.path.floor, seen: isSeen && isLarge && isSharp, pixels: pixels, attempts: attempt,
                namedFloor: named, fault: isLarge ? unseen : .small(pixels: pixels)))
        attempt = 1
    }

    /// Those of the second detector's findings that are the ball; real events are the live detector's to report.
    private mutating func kept(_ findings: [Finding]) -> [Finding] {
        findings.compactMap { finding in
            if let composer, composer.path.explains(finding.track) {
                incidents.insert(finding.incident)
                isSeen = true
                named = finding.origin?.floor ?? named
            }
            return incidents.contains(finding.incident) ? finding.asTest : nil
        }
    }

    private func closed(_ findings: [Finding]) -> [Finding] {
        findings.filter { incidents.contains($0.incident) }.map(\.asTest)
    }

    private func finish(_ frame: Frame, _ findings: [Finding]) -> Progress {
        .done(
            SelfTestReport(wallTime: frame.wallTime, storeys: storeys), findings + closed(shadow.finish()))
    }

    /// Ends a test in which nothing further would be seen.
    private func end(_ frame: Frame, because fault: SelfTestFault) -> Progress {
        let unseen = routes.dropFirst(storeys.count).compactMap(\.first).map { route in
            SelfTestReport.Storey(
                floor: route.floor, seen: false,
                pixels: FallPath(route, in: view, start: 0).pixelsAtRelease, attempts: 0, fault: fault)
        }
        let report = SelfTestReport(wallTime: frame.wallTime, storeys: storeys + unseen, fault: fault)
        return .done(report, closed(shadow.finish()))
    }
}

extension Finding {
    /// The same, as a test.
    fileprivate var asTest: Finding {
        var finding = self
        finding.isTest = true
        finding.detail = "self-test: a ball drawn into the picture"
        return finding
    }
}
