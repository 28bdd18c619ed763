import Detectors
import Logging
import SiteConfig
import Telemetry
import VideoCore

/// The detectors of one camera of the service, with what they keep between runs of the program.
struct CameraWatch: Sendable {
    private let names: Set<DetectorName>
    private let hazards: FireSmokeSettings?
    private let ebike: EBikeSettings
    private let models: DetectorModels
    private let thrownObject: ThrownObjectSettings
    private let schedule: SelfTestSchedule?
    private let views: ViewStore
    private let book: SelfTestBook
    private let meters: SelfTestMeters
    private let logger: Logger
    private let camera: CameraID
    private let onVerdict: (@Sendable (PictureVerdict, Frame) -> Void)?
    private let onSelfTest: @Sendable (SelfTestEntry) -> Void

    /// Reads what is kept of `camera`, and says so when it cannot be tested. `onVerdict` hears what the picture is like, at
    /// most once a minute, where `quality` is watched, `onSelfTest` how self-tests went, the last one known at once; both are
    /// called by the thread that analyses and must not wait.
    init(
        _ camera: CameraSettings, in site: SiteSettings, models: DetectorModels, metrics: Metrics, logger: Logger,
        onSelfTest: @escaping @Sendable (SelfTestEntry) -> Void = { _ in },
        onVerdict: (@Sendable (PictureVerdict, Frame) -> Void)? = nil
    ) {
        self.models = models
        self.onVerdict = onVerdict
        self.onSelfTest = onSelfTest
        self.camera = camera.id
        self.logger = logger
        names = camera.detectors?.names ?? DetectorName.usual
        hazards = DetectorName.hazards(names, camera.detectors)
        ebike = camera.detectors?.ebike ?? EBikeSettings()
        thrownObject = camera.detectors?.thrownObject ?? ThrownObjectSettings()
        views = ViewStore(dataDirectory: site.dataDirectory, camera: camera.id, logger: logger)
        book = SelfTestBook(dataDirectory: site.dataDirectory, camera: camera.id, logger: logger)
        meters = SelfTestMeters(metrics: metrics, camera: camera.id)
        if let last = book.last {
            meters.note(last)
            onSelfTest(last)
        }
        let minute = camera.detectors?.selfTestMinute
        let isPossible = SelfTest.isPossible(with: thrownObject)
        schedule =
            isPossible && names.contains(.thrownObject)
            ? minute.map { .daily(from: $0, of: camera.id, timeZone: site.zone) } : nil
        if !isPossible, minute != nil, names.contains(.thrownObject) {
            logger.warning("no self-test: \(Self.needsFloors)", metadata: ["camera": "\(camera.id)"])
        }
    }

    /// Why a camera cannot be tested, and what to do.
    static let needsFloors =
        "without floor lines nobody knows how large 10 cm are; draw the lines of three storeys or more under "
        + "`detectors.thrown-object.floors`"

    /// The detectors, made anew. Throws when a network cannot be used.
    func detectors() throws -> [any Detector] {
        var detectors = thrownObjects()
        if names.contains(.ebike) {
            detectors.append(try ElevatorEBikeDetector(model: models.ebikes, settings: ebike))
        }
        if let hazards { detectors.append(try FireSmokeDetector(model: models.hazards, settings: hazards)) }
        if names.contains(.quality) {
            // Where a self-test runs, it is what rings for a view that has moved: one fault, one alarm.
            detectors.append(PictureQualityDetector(watchesView: schedule == nil, onVerdict: onVerdict))
        } else if let onVerdict {
            // Nothing rings, but the books want to know what the picture is like.
            detectors.append(SilentDetector(PictureQualityDetector(onVerdict: onVerdict)))
        }
        return detectors
    }

    /// Forgets the view that the camera had. Returns at once.
    func forget() { views.forget() }

    private func thrownObjects() -> [any Detector] {
        guard names.contains(.thrownObject) else { return [] }
        let live = ThrownObjectDetector(settings: thrownObject, views: views.memory)
        guard let schedule else { return [live] }
        let test = SelfTest(settings: thrownObject, live: live, schedule: schedule, history: book.history) { report in
            book.append(report)
            meters.note(SelfTestEntry(report))
            onSelfTest(SelfTestEntry(report))
            for line in report.lines { logger.notice("\(line)", metadata: ["camera": "\(camera)"]) }
        }
        return [live, test]
    }
}
