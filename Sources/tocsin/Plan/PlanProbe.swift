import Foundation
import Synchronization
import Telemetry
import VideoCore
import VideoStreams

/// Watches many cameras at the same time and measures what they take.
struct PlanProbe {
    /// A camera to be watched.
    struct Camera: Sendable {
        let id: CameraID
        /// Recorders of one name share `maxConnects`.
        let recorder: String
        let maxConnects: Int
        let trial: PlanTrial
    }

    /// What was measured.
    struct Outcome {
        /// Of each camera, in their order.
        var sights: [PlanSight]
        /// Bytes of memory that they took together, at most.
        var memoryBytes: Double
        /// Cores used by threads that belong to no single camera.
        var sharedCores: Double
        /// Cores that other programs were using.
        var othersCores: Double
        /// Cameras let go early because the host could not keep up with all.
        var letGo: Int
    }

    /// Seconds after which it is looked whether the host keeps up.
    private static let settling = 8.0
    /// Seconds for which a connection and a first keyframe are waited for beyond the time asked for.
    private static let grace = 45.0

    /// Watches `cameras` for `seconds` on `cores` cores.
    static func run(_ cameras: [Camera], seconds: Double, cores: Double) -> Outcome {
        var meter = HostMeter()
        let stops = cameras.map { _ in StopSwitch() }
        let group = DispatchGroup()
        let results = Mutex([PlanSight?](repeating: nil, count: cameras.count))
        let gates = Dictionary(
            cameras.map { ($0.recorder, DispatchSemaphore(value: $0.maxConnects)) }, uniquingKeysWith: { old, _ in old }
        )
        for (index, camera) in cameras.enumerated() {
            guard let gate = gates[camera.recorder] else { continue }
            group.enter()
            let thread = Thread {
                let sight = camera.trial.run(seconds: seconds, gate: gate, stop: stops[index])
                results.withLock { $0[index] = sight }
                group.leave()
            }
            thread.stackSize = 4 << 20
            thread.start()
        }
        var letGo = 0
        if !meter.wait(for: group, seconds: min(settling, seconds / 2)) {
            let running = results.withLock { results in stops.indices.filter { results[$0] == nil } }
            letGo = Self.surplus(count: running.count, own: meter.ownCores, others: meter.othersCores, cores: cores)
            for index in Self.spread(running, letGo) { stops[index].stop() }
            _ = meter.wait(for: group, seconds: seconds + grace)
        }
        for stop in stops { stop.stop() }
        _ = group.wait(timeout: .now() + 2)
        let sights = results.withLock { $0.map { $0 ?? PlanSight() } }
        let threadSeconds = sights.reduce(0) { $0 + $1.threadSeconds }
        return Outcome(
            sights: sights, memoryBytes: meter.memoryBytes,
            sharedCores: meter.sharedCores(threadSeconds: threadSeconds), othersCores: meter.othersCores, letGo: letGo)
    }

    /// Cameras to let go of `count` that take `own` of `cores` cores beside `others`: where more than nine tenths are busy
    /// nothing is measured well. One goes on in any case.
    static func surplus(count: Int, own: Double, others: Double, cores: Double) -> Int {
        guard own + others > 0.9 * cores, own > 0, count > 1 else { return 0 }
        let room = max(0, 0.6 * cores - others)
        return min(max(count - Int(Double(count) * room / own), 0), count - 1)
    }

    /// `number` of `all`, evenly spread, so that every kind of camera stays.
    static func spread<Element>(_ all: [Element], _ number: Int) -> [Element] {
        guard number > 0 else { return [] }
        return (0..<number).map { all[$0 * all.count / number] }
    }
}
