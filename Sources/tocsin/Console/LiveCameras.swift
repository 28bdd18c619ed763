import Alarms
import Inference
import Logging
import Pipeline
import SiteConfig
import Telemetry
import VideoCore

/// The cameras of a running site, and how they come to run after other settings.
struct LiveCameras: Sendable {
    let supervisor: Supervisor
    let live: LiveSettings
    private let maker: CameraMaker

    /// The cameras of `settings`, which tell `desk` what they find.
    init(
        _ settings: SiteSettings, desk: AlarmDesk, verdicts: VerdictBoard, metrics: Metrics, logger: Logger
    ) throws(StartTrouble) {
        let maker = CameraMaker(
            models: DetectorModels(streams: settings.workers), metrics: metrics, verdicts: verdicts, logger: logger)
        self.maker = maker
        let live = LiveSettings(settings, contexts: try maker.contexts(settings))
        self.live = live
        var recipes: [CameraRecipe] = []
        for camera in settings.runnable { recipes.append(try maker.recipe(of: camera, in: settings)) }
        if let engine = maker.models.engine {
            logger.log(
                level: engine == .openVINO ? .info : .warning, "networks are evaluated by \(engine.described)")
        }
        supervisor = Supervisor(recipes: recipes, workers: settings.workers, logger: logger) { camera, event in
            switch event {
            case .found(let finding, let frame):
                guard let context = live.context(of: camera) else { return }
                desk.submit(finding, frame: frame, camera: context)
            // Also of one that has just been taken away.
            case .detectorsGone: desk.submitClose(of: camera)
            }
        }
    }

    /// The networks that its detectors share.
    var models: DetectorModels { maker.models }

    /// A change that can be carried out without fail.
    struct Plan: Sendable {
        let change: SiteChange
        fileprivate let contexts: [CameraID: CameraContext]
        fileprivate let recipes: [CameraRecipe]
    }

    /// What is needed to go by `settings`; nothing changes yet. Reads what is kept of cameras from the disk, and networks.
    /// Throws where a camera could not be run so.
    func plan(for settings: SiteSettings) throws(StartTrouble) -> Plan {
        let change = SiteChange(from: live.settings, to: settings)
        let contexts = try maker.contexts(change.settings)
        var recipes: [CameraRecipe] = []
        for id in change.replaced + change.added {
            guard let camera = change.settings.cameras.first(where: { $0.id == id }) else { continue }
            recipes.append(try maker.recipe(of: camera, in: change.settings))
        }
        _ = try change.settings.pollTargets()
        return Plan(change: change, contexts: contexts, recipes: recipes)
    }

    /// Goes by `plan` from now on; cameras that it does not name notice nothing.
    func carryOut(_ plan: Plan) {
        live.set(plan.change.settings, contexts: plan.contexts)
        for id in plan.change.removed { supervisor.remove(id) }
        for recipe in plan.recipes { supervisor.put(recipe) }
        for id in plan.change.removed + plan.change.replaced { maker.verdicts.forget(id) }
    }
}

/// Makes what it takes to run a camera.
struct CameraMaker: Sendable {
    let models: DetectorModels
    let metrics: Metrics
    let verdicts: VerdictBoard
    let logger: Logger

    /// What alarms of each camera of `settings` that runs say of it. A network that cannot be used is said now, not when the
    /// first camera gives a picture.
    func contexts(_ settings: SiteSettings) throws(StartTrouble) -> [CameraID: CameraContext] {
        var contexts: [CameraID: CameraContext] = [:]
        for camera in settings.runnable {
            var context = settings.context(of: camera)
            do { context.models = try models.references(camera.detectors?.names ?? DetectorName.usual) } catch {
                throw StartTrouble(description: "camera \(camera.id): \(error)")
            }
            contexts[camera.id] = context
        }
        return contexts
    }

    /// How `camera` is run.
    func recipe(of camera: CameraSettings, in settings: SiteSettings) throws(StartTrouble) -> CameraRecipe {
        let watch = CameraWatch(
            camera, in: settings, models: models, metrics: metrics, logger: logger,
            onSelfTest: { [verdicts, id = camera.id] in verdicts.note($0, of: id) }
        ) { [verdicts, id = camera.id] in
            verdicts.note($0, $1, of: id)
        }
        return try settings.recipe(of: camera, watch: watch)
    }
}
