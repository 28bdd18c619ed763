import Foundation
import Synchronization
import VideoStreams

/// The cameras under trial, each on its thread, and how far they are.
final class PlanBoard: Sendable {
    private let cameras: [PlanProbe.Camera]
    private let seconds: Double
    private let stops: [StopSwitch]
    private let gates: [String: DispatchSemaphore]
    private let state: Mutex<[PlanSight]>

    init(_ cameras: [PlanProbe.Camera], seconds: Double) {
        self.cameras = cameras
        self.seconds = seconds
        stops = cameras.map { _ in StopSwitch() }
        gates = Dictionary(
            cameras.map { ($0.recorder, DispatchSemaphore(value: $0.maxConnects)) }, uniquingKeysWith: { old, _ in old }
        )
        state = Mutex([PlanSight](repeating: PlanSight(), count: cameras.count))
    }

    /// What has been seen of each camera.
    var sights: [PlanSight] { state.withLock { $0 } }

    /// What the cameras are up to.
    var counts: PlanPace.Cameras {
        sights.reduce(into: PlanPace.Cameras()) { counts, sight in
            guard sight.stage != .untried else { return }
            counts.started += 1
            if sight.isOver { return }
            if sight.hasPicture { counts.running += 1 } else { counts.pending += 1 }
        }
    }

    /// Whether every camera that was started has ended.
    var isOver: Bool { sights.allSatisfy { $0.isOver || $0.stage == .untried } }

    /// Cameras that give pictures.
    var running: [Int] {
        let sights = sights
        return sights.indices.filter { !sights[$0].isOver && sights[$0].hasPicture }
    }

    /// Starts the camera at `index`.
    func start(_ index: Int) {
        guard let gate = gates[cameras[index].recorder] else { return }
        state.withLock { $0[index].stage = .waiting }
        let thread = Thread { [self] in
            cameras[index].trial.run(seconds: seconds, gate: gate, stop: stops[index]) { sight in
                state.withLock { sights in
                    let isLetGo = sights[index].isLetGo
                    sights[index] = sight
                    sights[index].isLetGo = isLetGo
                }
            }
        }
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Lets the camera at `index` go early.
    func letGo(_ index: Int) {
        state.withLock { $0[index].isLetGo = true }
        stops[index].stop()
    }

    /// Ends all.
    func stop() { for stop in stops { stop.stop() } }
}
