import Alarms
import SiteConfig
import Synchronization
import VideoCore

/// What the site's file says of cameras and recorders now. Everything else in it holds until the next start.
final class LiveSettings: Sendable {
    private struct State {
        var settings: SiteSettings
        var contexts: [CameraID: CameraContext]
    }

    /// Hears what the site was and what it is from now on; must not wait.
    typealias Listener = @Sendable (_ old: SiteSettings, _ new: SiteSettings) -> Void

    private let state: Mutex<State>
    private let listeners = Mutex<[Listener]>([])

    /// What the file said at the start, with what alarms of each camera that runs say of it.
    init(_ settings: SiteSettings, contexts: [CameraID: CameraContext]) {
        state = Mutex(State(settings: settings, contexts: contexts))
    }

    /// The site now.
    var settings: SiteSettings { state.withLock { $0.settings } }

    /// What alarms of the camera `id` say of it, and when it may ring; nil where it does not run.
    func context(of id: CameraID) -> CameraContext? { state.withLock { $0.contexts[id] } }

    /// What is masked in every picture of the device `id`.
    func shields(of id: String) -> [Polygon] {
        state.withLock { $0.settings.cameras.first { $0.id.name == id } }?.detectors?.shields ?? []
    }

    /// From now on it is this.
    func set(_ settings: SiteSettings, contexts: [CameraID: CameraContext]) {
        let old = state.withLock { state in
            defer { state = State(settings: settings, contexts: contexts) }
            return state.settings
        }
        for listener in listeners.withLock({ $0 }) { listener(old, settings) }
    }

    /// Tells `listener` of each change.
    func onChange(_ listener: @escaping Listener) { listeners.withLock { $0.append(listener) } }
}
