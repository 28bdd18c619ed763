public import Logging
import Synchronization
public import VideoCore
public import VideoStreams

/// Runs all cameras of a site on one pool of workers. One can be put in, replaced or taken away while the others run.
public final class Supervisor: Sendable {
    private let pool: WorkerPool
    private let budget = ConnectionBudget()
    private let logger: Logger
    private let onEvent: CameraEventHandler
    private let state: Mutex<State>

    private struct State {
        var cameras: [CameraTask]
        /// What runs cameras, also those that have been taken away and are about to end.
        var runs: [Int: Run] = [:]
        var runsBegun = 0
        var isRunning = false
    }

    private struct Run {
        let camera: CameraID
        let task: Task<Void, Never>
    }

    /// A supervisor of one task for each recipe, on `workers` threads.
    public init(
        recipes: [CameraRecipe], workers: Int, logger: Logger, onEvent: @escaping CameraEventHandler
    ) {
        self.logger = logger
        self.onEvent = onEvent
        let budget = budget
        state = Mutex(
            State(cameras: recipes.map { CameraTask(recipe: $0, budget: budget, logger: logger, onEvent: onEvent) }))
        pool = WorkerPool(workers: workers)
    }

    private var cameras: [CameraTask] { state.withLock { $0.cameras } }

    /// How each camera is doing now, in the order of the recipes.
    public var reports: [CameraReport] { cameras.map(\.report) }

    /// A look at the packets that each camera holds, for evidence.
    public var taps: [CameraID: PacketTap] {
        Dictionary(cameras.map { ($0.id, $0.tap) }, uniquingKeysWith: { first, _ in first })
    }

    /// A look at the packets that the camera `id` holds; nil where there is no such camera.
    public func tap(of id: CameraID) -> PacketTap? { cameras.first { $0.id == id }?.tap }

    /// Has the camera `id`, if there is one, forget what was learnt of it; returns at once.
    public func relearn(_ id: CameraID) { cameras.first { $0.id == id }?.relearn() }

    /// Runs a camera after `recipe`, in place of the one of the same id, if there is one: it connects once that one has let
    /// its stream go. No other camera notices. Returns at once.
    public func put(_ recipe: CameraRecipe) {
        let new = CameraTask(recipe: recipe, budget: budget, logger: logger, onEvent: onEvent)
        state.withLock { state in
            if let index = state.cameras.firstIndex(where: { $0.id == recipe.id }) {
                state.cameras[index] = new
            } else {
                state.cameras.append(new)
            }
            if state.isRunning { start(new, &state) }
        }
    }

    /// Stops the camera `id`, if there is one, and forgets it. No other camera notices. Returns at once.
    public func remove(_ id: CameraID) {
        state.withLock { state in
            state.cameras.removeAll { $0.id == id }
            for run in state.runs.values where run.camera == id { run.task.cancel() }
        }
    }

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

    /// Runs until the task is cancelled; or, unless it `lasts`, until every camera was a recording that has ended.
    public func run(lasts: Bool = false) async {
        state.withLock { state in
            state.isRunning = true
            for camera in state.cameras { start(camera, &state) }
        }
        await withTaskCancellationHandler {
            await waitForRuns()
            while lasts, !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
            await waitForRuns()
        } onCancel: {
            stop()
        }
        // Put in at the last moment.
        stop()
        await waitForRuns()
    }

    /// Nothing is started any more, and what runs is to end.
    private func stop() {
        state.withLock { state in
            state.isRunning = false
            for run in state.runs.values { run.task.cancel() }
        }
    }

    private func waitForRuns() async {
        while let run = state.withLock({ $0.runs.first }) {
            await run.value.task.value
            state.withLock { $0.runs[run.key] = nil }
        }
    }

    /// Runs `camera` once what has run in its place has ended.
    private func start(_ camera: CameraTask, _ state: inout State) {
        let earlier = state.runs.values.filter { $0.camera == camera.id }.map(\.task)
        for task in earlier { task.cancel() }
        state.runsBegun += 1
        let number = state.runsBegun
        let task = Task(executorPreference: pool) {
            for task in earlier { await task.value }
            if !Task.isCancelled { await camera.run() }
            self.state.withLock { $0.runs[number] = nil }
        }
        state.runs[number] = Run(camera: camera.id, task: task)
    }
}
