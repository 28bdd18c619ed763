import Alarms
import Console
import Dispatch
import Foundation
import Ledger
import Logging
import Pipeline
import ServiceLifecycle
import SiteConfig
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

    let site: LiveSettings
    let supervisor: Supervisor
    let verdicts: VerdictBoard
    let kept: Kept?
    private let reader: BookReader?
    let sampler = CameraSampler()
    let rates = OutputRates()
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
                    // Not waited for: a disk that hangs must not hold up the end.
                    if let reader, rates.begin() { Task { rates.end(try? await reader.outputRates()) } }
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
}
