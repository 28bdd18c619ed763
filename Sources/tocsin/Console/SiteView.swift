import Alarms
import Console
import Dispatch
import Foundation
import Ledger
import Logging
import Pipeline
import Polling
import ServiceLifecycle
import SiteConfig
import Synchronization
import VideoCore
import VideoStreams
import Viewing

/// What the console shows of a site's cameras and figures. It looks in the background; whoever asks is told what is known.
struct SiteView: Service {
    /// Time between two looks at the cameras.
    private static let step = Duration.seconds(2)

    /// What the books keep, where they are kept.
    struct Kept: Sendable {
        var books: Books
        var board: DeviceBoard
        var thumbnails: ThumbnailStore
    }

    private let site: LiveSettings
    private let supervisor: Supervisor
    private let verdicts: VerdictBoard
    private let kept: Kept?
    private let reader: BookReader?
    private let sampler = CameraSampler()
    private let rates = OutputRates()
    private let pictures: LastPictures
    private let live: LiveViews

    /// A view of `site` and of the cameras of `supervisor`, of what `verdicts` knows of them, and of what the books keep.
    init(
        _ site: LiveSettings, _ supervisor: Supervisor, verdicts: VerdictBoard, kept: Kept?, logger: Logger
    ) {
        self.site = site
        self.supervisor = supervisor
        self.verdicts = verdicts
        self.kept = kept
        reader = kept.map {
            BookReader($0.books, { site.settings.ledgerRegistry }, zone: site.settings.zone, logger: logger)
        }
        let camera: CameraLookup = { id in
            supervisor.tap(of: id).map { ViewedCamera(tap: $0, shields: site.shields(of: id.name)) }
        }
        pictures = LastPictures(camera)
        live = LiveViews(camera)
    }

    /// What the page asks for of cameras.
    var cameras: CameraDesk {
        CameraDesk(
            zone: site.settings.zone, cameras: { statuses },
            picture: { try await picture(of: $0, width: $1) },
            live: { id in
                guard isKnown(id) else { throw CameraDesk.Refusal.unknownCamera }
                do throws(LiveRefusal) { return try live.watch(id) } catch {
                    throw error == .crowded ? CameraDesk.Refusal.crowded : .noPicture
                }
            },
            timeline: { id, days in
                guard isKnown(id) else { throw CameraDesk.Refusal.unknownCamera }
                guard let reader else { throw CameraDesk.Refusal.noBooks }
                return try await reader.timeline(of: id.name, days)
            })
    }

    /// What the page asks for of indicators; nil where no books are kept.
    var scores: ScoreDesk? {
        reader.map { reader in
            ScoreDesk(
                zone: site.settings.zone, board: { try await reader.board($0) },
                report: { [site] in try await reader.report($0, of: site.settings.site) })
        }
    }

    /// Looks until it is told to stop.
    func run() async throws {
        await withTaskGroup { group in
            group.addTask {
                await every(Self.step) {
                    let steady = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
                    sampler.sample(
                        supervisor.reports, now: WallTime.now.secondsSince1970, steady: steady)
                }
            }
            group.addTask {
                await every(.seconds(BookReader.freshSeconds)) {
                    if let found = try? await reader?.outputRates() { rates.set(found) }
                }
            }
        }
    }

    private func every(_ pause: Duration, _ work: @escaping @Sendable () async -> Void) async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await work()
                try? await Task.sleep(for: pause)
            }
        }
    }

    private func isKnown(_ id: CameraID) -> Bool {
        supervisor.tap(of: id) != nil || site.settings.deviceIDs.contains(id.name)
    }

    private func picture(of id: CameraID, width: Int) async throws -> CameraDesk.Picture {
        guard isKnown(id) else { throw CameraDesk.Refusal.unknownCamera }
        if let shown = await pictures.picture(of: id, width: width) {
            return CameraDesk.Picture(jpeg: shown.jpeg, at: Timestamp(shown.at))
        }
        guard let stored = await kept?.thumbnails.newest(of: id.name) else { throw CameraDesk.Refusal.noPicture }
        return CameraDesk.Picture(jpeg: stored.jpeg, at: Timestamp(milliseconds: Int64(stored.at) * 1000))
    }

    private var statuses: [CameraStatus] {
        let settings = site.settings
        let reports = Dictionary(supervisor.reports.map { ($0.id, $0) }) { first, _ in first }
        let watched = settings.runnable.map { camera in
            var status = CameraStatus(id: camera.id.name, name: camera.name, analysed: true)
            status.place = settings.context(of: camera).place
            status.detectors = (camera.detectors?.names ?? DetectorName.usual).map(\.rawValue).sorted()
            if let report = reports[camera.id] { status.note(report, sampler.view(of: camera.id)) }
            status.selfTest = verdicts.lastSelfTest(camera.id).map { .init(at: $0.date, passed: $0.passed) }
            status.pictureAt = supervisor.tap(of: camera.id)?.newestKeyframe.map { Timestamp($0.wallTime) }
            status.outputRate = rates.rate(of: camera.id.name)
            return status
        }
        let others = settings.ledgerRegistry.devices.filter { reports[CameraID($0.id)] == nil }
        return watched + others.map(polled)
    }

    private func polled(_ device: Device) -> CameraStatus {
        var status = CameraStatus(id: device.id, name: device.name, analysed: false)
        status.place = AlarmPlace(device)
        if let last = kept?.board.last(device.id) {
            status.state = CameraStatus.State(last.state)
            status.cause = last.cause
            status.since = Timestamp(milliseconds: Int64(last.since) * 1000)
        }
        status.pictureAt = kept?.thumbnails.newestMoment(of: device.id).map {
            Timestamp(milliseconds: Int64($0) * 1000)
        }
        status.outputRate = rates.rate(of: device.id)
        return status
    }
}

/// 出图率 by device, as it was last reckoned.
private final class OutputRates: Sendable {
    private let rates = Mutex<[String: CameraStatus.OutputRate]>([:])

    func set(_ found: [String: CameraStatus.OutputRate]) { rates.withLock { $0 = found } }

    func rate(of device: String) -> CameraStatus.OutputRate { rates.withLock { $0[device] } ?? .init() }
}
