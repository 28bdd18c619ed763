public import Logging
public import VideoCore
public import VideoStreams

/// Runs all cameras of a site on one pool of workers.
public final class Supervisor: Sendable {
    private let cameras: [CameraTask]
    private let pool: WorkerPool

    /// A supervisor of one task for each recipe, on `workers` threads.
    public init(
        recipes: [CameraRecipe], workers: Int, logger: Logger, onEvent: @escaping CameraEventHandler
    ) {
        let budget = ConnectionBudget()
        cameras = recipes.map { CameraTask(recipe: $0, budget: budget, logger: logger, onEvent: onEvent) }
        pool = WorkerPool(workers: workers)
    }

    /// How each camera is doing now, in the order of the recipes.
    public var reports: [CameraReport] { cameras.map(\.report) }

    /// A look at the packets that each camera holds, for evidence.
    public var taps: [CameraID: PacketTap] {
        Dictionary(cameras.map { ($0.id, $0.tap) }, uniquingKeysWith: { first, _ in first })
    }

    /// Has the camera `id`, if there is one, forget what was learnt of it; returns at once.
    public func relearn(_ id: CameraID) { cameras.first { $0.id == id }?.relearn() }

    /// Calls `beat` on a worker again and again, `pause` apart, until the task is cancelled: it falls silent when all
    /// workers are stuck.
    public func pulse(every pause: Duration, _ beat: @escaping @Sendable () -> Void) async {
        await withTaskGroup { group in
            group.addTask(executorPreference: pool) {
                while !Task.isCancelled {
                    beat()
                    do { try await Task.sleep(for: pause) } catch { return }
                }
            }
        }
    }

    /// Runs until the task is cancelled, or every camera was a recording that has ended.
    public func run() async {
        await withTaskGroup { group in
            for camera in cameras {
                group.addTask(executorPreference: pool) { await camera.run() }
            }
        }
    }
}
