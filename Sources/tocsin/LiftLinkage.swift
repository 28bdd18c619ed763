import Alarms
import Foundation
import Linkage
import Logging
import MQTTSink
import Pipeline
import ServiceLifecycle
import SiteConfig
import Synchronization
import VideoCore
import VideoStreams
import WebhookSink

/// Holds the doors of lifts while e-bikes are in them, for the cameras whose configuration says so.
final class LiftLinkage: Service {
    private static let step = Duration.milliseconds(250)
    /// Seconds without a picture after which a camera is lost.
    private static let lost = 3.0

    /// Seconds after which an alarm is too old to hold a door for.
    private static let oldest = 5.0

    private let doors: [Door]
    private let site: String
    private let releases: URL
    private let reports: @Sendable () -> [CameraReport]
    private let remark: @Sendable (AlarmID, CameraID, String) async -> Void
    private let logger: Logger
    private let heard = Mutex<[AlarmEvent]>([])

    /// One door: what the file says of it.
    struct Door: Sendable {
        let camera: CameraID
        let settings: DetectorSettings.HoldDoor
    }

    /// For `doors`. `remark` adds words to an alarm that is open.
    init(
        _ doors: [Door], site: String, dataDirectory: String, reports: @escaping @Sendable () -> [CameraReport],
        remark: @escaping @Sendable (AlarmID, CameraID, String) async -> Void, logger: Logger
    ) {
        self.doors = doors
        self.site = site
        self.reports = reports
        self.remark = remark
        self.logger = logger
        releases = Self.releases(in: dataDirectory)
    }

    /// Where `tocsin release` leaves word.
    static func releases(in dataDirectory: String) -> URL {
        URL(fileURLWithPath: dataDirectory).appending(path: "release")
    }

    /// Hears of an event that is safe, or waits for the queue. Never waits itself. An alarm that is seconds old when it is
    /// heard of, as of an earlier run, holds no door.
    func note(_ event: AlarmEvent) {
        guard !doors.isEmpty, event.data.kind == .ebikeInElevator, !event.data.isTest else { return }
        if event.data.phase == .open {
            guard let received = event.data.receivedAt else { return }
            let age = WallTime.now.secondsSince1970 - Double(received.milliseconds) / 1000
            guard abs(age) < Self.oldest else { return }
        }
        heard.withLock { $0.append(event) }
    }

    func run() async throws {
        guard !doors.isEmpty else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown { await self.keepDoors() }
    }

    private func keepDoors() async {
        var keepers = doors.compactMap(keeper)
        while !Task.isCancelled {
            let events = heard.withLock { heard in
                defer { heard = [] }
                return heard
            }
            for event in events {
                for index in keepers.indices where keepers[index].camera.name == event.data.camera.id {
                    keepers[index].note(event)
                }
            }
            let reports = reports()
            for index in keepers.indices { await step(&keepers[index], reports) }
            try? await Task.sleep(for: Self.step)
        }
        for index in keepers.indices {
            await act(keepers[index].hold.stop(), now: Keeper.monotonic, &keepers[index])
            await keepers[index].output.close()
        }
    }

    private func keeper(_ door: Door) -> Keeper? {
        do {
            let output = try output(of: door)
            logger.notice(
                "the door of this lift will be held when an e-bike comes in", metadata: ["camera": "\(door.camera)"])
            return Keeper(camera: door.camera, output: output, fireService: door.settings.fireService)
        } catch {
            logger.error("the door is not held: \(error)", metadata: ["camera": "\(door.camera)"])
            return nil
        }
    }

    private func output(of door: Door) throws -> any DoorOutput {
        let lift = door.camera.name
        switch door.settings.output {
        case .relay(let path):
            return try GuardedRelay(
                path: path, executable: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(),
                arguments: [RelayGuardCommand.name])
        case .mqtt(let settings, let topic):
            return LeasedDoor(lift: lift, line: MQTTDoor(lift: lift, site: site, settings, topic: topic))
        case .webhook(let settings): return LeasedDoor(lift: lift, line: WebhookDoor(lift: lift, settings))
        }
    }

    private func step(_ keeper: inout Keeper, _ reports: [CameraReport]) async {
        let now = Keeper.monotonic
        var surroundings = DoorHold.Surroundings()
        surroundings.outputWorks = !noteTrouble(&keeper)
        if let fireService = keeper.fireService {
            surroundings.fireServiceIsOn = RelayFile(path: fireService).isOn != false
        }
        surroundings.releaseIsAsked = takeRelease(of: keeper.camera)
        // Pictures that could be looked at, not packets: a camera that nobody can see with is lost.
        let usable = reports.first { $0.id == keeper.camera }.map { report in
            report.counts.decoded + report.counts.skipped.values.reduce(0, +)
        }
        if let usable, usable != keeper.usable { (keeper.usable, keeper.usableAt) = (usable, now) }
        surroundings.cameraIsThere = now - keeper.usableAt < Self.lost
        await act(keeper.hold.step(now: now, civil: WallTime.now.secondsSince1970, surroundings), now: now, &keeper)
    }

    /// Whether what holds the door is in doubt; says so in the log when that changes.
    private func noteTrouble(_ keeper: inout Keeper) -> Bool {
        let trouble = keeper.output.trouble
        if trouble != keeper.trouble {
            if let trouble {
                logger.warning("the door is not held: \(trouble)", metadata: ["camera": "\(keeper.camera)"])
            } else {
                logger.notice("what holds the door answers", metadata: ["camera": "\(keeper.camera)"])
            }
        }
        keeper.trouble = trouble
        return trouble != nil
    }

    private func act(_ action: DoorHold.Action, now: Double, _ keeper: inout Keeper) async {
        // First of all: what is told to people may have to wait for the disk.
        keeper.output.keep(keeper.hold.lease(now: now))
        switch action {
        case .none, .keep: return
        case .hold:
            keeper.heldFor = keeper.hold.heldFor
            await say("the lift's door is held", &keeper)
        case .release(let reason):
            await say("the lift's door is let go: \(reason.rawValue)", &keeper)
            keeper.heldFor = nil
        }
    }

    private func say(_ words: String, _ keeper: inout Keeper) async {
        logger.notice("\(words)", metadata: ["camera": "\(keeper.camera)"])
        if let alarm = keeper.heldFor { await remark(AlarmID(alarm), keeper.camera, words) }
    }

    private func takeRelease(of camera: CameraID) -> Bool {
        // That it is there is the word: who left it may be somebody whose files cannot be removed.
        let word = releases.appending(path: camera.name)
        guard FileManager.default.fileExists(atPath: word.path) else { return false }
        try? FileManager.default.removeItem(at: word)
        return true
    }

    /// What is kept of one door while the service runs.
    private struct Keeper {
        let camera: CameraID
        let output: any DoorOutput
        let fireService: String?
        var trouble: String?
        var hold = DoorHold()
        var heldFor: String?
        var usable = 0
        var usableAt = -Double.infinity

        mutating func note(_ event: AlarmEvent) {
            switch event.data.phase {
            case .open: hold.alarmOpened(event.data.alarmID.text)
            case .close: hold.alarmClosed(event.data.alarmID.text)
            case .update: break
            }
        }

        init(camera: CameraID, output: any DoorOutput, fireService: String?) {
            self.camera = camera
            self.output = output
            self.fireService = fireService
            trouble = output.trouble
        }

        private static let start = ContinuousClock.now
        static var monotonic: Double { (ContinuousClock.now - start) / .seconds(1) }
    }
}
