import Alarms
import Audit
import Console
import Logging
import Pipeline
import SiteConfig
import Synchronization
import VideoCore
import VideoStreams

/// Sets a running site up: what the console's page asks for, done by parts of their own.
final class SetupService: SetupDesk {
    /// Enters into the audit log that somebody does something with an object; throws where no entry can be kept.
    typealias Audit = @Sendable (AuditEntry.Action, _ object: String, _ what: String, SetupAuthor) async throws -> Void

    private let store: SetupStore
    private let cameras: LiveCameras
    private let audit: Audit
    private let logger: Logger
    private let changing = Turnstile()
    private let probing = Turnstile()
    private let testing = Turnstile()

    /// Changes the file at `path`, and has `cameras` go by it.
    init(path: String, cameras: LiveCameras, audit: @escaping Audit, logger: Logger) {
        store = SetupStore(path: path, dataDirectory: cameras.live.settings.dataDirectory)
        self.cameras = cameras
        self.audit = audit
        self.logger = logger
    }

    func list() async throws -> SetupList {
        let (content, isWritable) = try await store.read()
        let text = content.text
        return SetupList(
            cameras: ConfigurationEdit.entries(of: .cameras, in: text).map {
                .init(id: $0.id, name: $0.entry["name"]?.text)
            },
            recorders: ConfigurationEdit.entries(of: .nvrs, in: text).map { EntryLogin(of: $0.entry, in: .nvrs).shown },
            revision: content.revision, writable: isWritable)
    }

    func entry(ofCamera id: String) async throws -> SetupEntry {
        let content = try await store.read().content
        guard let entry = ConfigurationEdit.entries(of: .cameras, in: content.text).first(where: { $0.id == id })?.entry
        else { throw SetupRefusal.unknown(id) }
        let login = EntryLogin(of: entry, in: .cameras)
        return SetupEntry(entry: login.shown, hasPassword: login.hasPassword, revision: content.revision)
    }

    func check(_ change: SetupChange) async throws -> SetupChecked {
        let draft = try await store.draft(change)
        guard let settings = draft.settings else { return draft.checked }
        return Self.told(draft.checked, SiteChange(from: cameras.live.settings, to: settings))
    }

    func apply(_ change: SetupChange, by author: SetupAuthor) async throws -> SetupChecked {
        try await changing.pass {
            let draft = try await store.draft(change)
            guard draft.before.revision == change.revision else { throw SetupRefusal.changedMeanwhile }
            return try await make(draft, by: author)
        }
    }

    func history() async throws -> SetupHistory { try await store.history() }

    func undo(_ revision: String, by author: SetupAuthor) async throws -> SetupChecked {
        try await changing.pass {
            let draft = try await store.undoing()
            guard draft.before.revision == revision else { throw SetupRefusal.changedMeanwhile }
            return try await make(draft, by: author)
        }
    }

    /// Everything that may fail comes before the file is replaced; then the cameras go by it.
    private func make(_ draft: SetupStore.Draft, by author: SetupAuthor) async throws -> SetupChecked {
        var checked = draft.checked
        guard let settings = draft.settings else { throw SetupRefusal.mistakes(checked) }
        let plan: LiveCameras.Plan
        do { plan = try await store.plan(for: settings, cameras) } catch {
            checked.mistakes.append(
                .init(key: "cameras", problem: "\(error)", remedy: "correct the entry; run tocsin check on the machine")
            )
            throw SetupRefusal.mistakes(checked)
        }
        if draft.before.revision != draft.after.revision {
            try await note(.configure, "site.yaml", draft.what, author)
            try await store.commit(draft, by: author.name)
            logger.notice(
                "the site's file was changed from the console: \(draft.what)", metadata: ["by": "\(author.name)"])
        }
        cameras.carryOut(plan)
        checked = Self.told(checked, plan.change)
        checked.revision = draft.after.revision
        checked.applied = true
        return checked
    }

    /// What is not noted is not done.
    private func note(
        _ action: AuditEntry.Action, _ object: String, _ what: String, _ author: SetupAuthor
    ) async throws {
        do { try await audit(action, object, what, author) } catch {
            logger.error("nothing is done, since no note of it can be kept: \(error)")
            throw SetupRefusal.unusable(
                "no entry of the audit log can be written, so nothing was done",
                remedy: "look at the log of the service and at the disk of its data directory")
        }
    }

    private static func told(_ checked: SetupChecked, _ change: SiteChange) -> SetupChecked {
        var checked = checked
        checked.restarts = change.replaced.map(\.name)
        checked.warnings += change.later.map { SetupChecked.Mistake($0) }
        return checked
    }

    func probe(_ question: ProbeQuestion, by author: SetupAuthor) async throws -> ProbeAnswer {
        let (trial, object): (StreamTrial, String)
        switch question {
        case .camera(let id):
            guard let camera = cameras.live.settings.cameras.first(where: { $0.id.name == id }) else {
                throw SetupRefusal.unknown(id)
            }
            object = "camera:\(id)"
            do { trial = StreamTrial(try camera.streamSettings(), shields: camera.detectors?.shields ?? []) } catch {
                throw SetupRefusal.unusable("\(error)", remedy: "correct its address")
            }
        case .stream(let stream):
            do { trial = try StreamTrial(stream) } catch { return error.answer }
            // The host alone: a login may stand anywhere else.
            object = "host:\(trial.stream.address.host)"
        }
        return try await probing.pass {
            try await note(.probe, object, "", author)
            return await trial.run(within: StreamTrial.longest)
        }
    }

    func probeRecorder(_ question: RecorderQuestion, by author: SetupAuthor) async throws -> RecorderAnswer {
        let trial = try RecorderTrial(question)
        return try await probing.pass {
            try await note(.probe, "host:\(question.address)", "recorder", author)
            return await trial.run()
        }
    }

    func geometry(_ question: GeometryQuestion) async throws -> GeometryAnswer {
        try GeometryTrial(question, site: cameras.live.settings).answer
    }

    func test(_ question: TrialQuestion, by author: SetupAuthor) async throws -> TrialAnswer {
        let id = CameraID(question.camera)
        guard let camera = cameras.live.settings.cameras.first(where: { $0.id == id }) else {
            throw SetupRefusal.unknown(question.camera)
        }
        guard let tap = cameras.supervisor.tap(of: id) else {
            throw SetupRefusal.noVideo("the camera does not run")
        }
        let trial = try DetectorTrial(
            question.detectors, packets: tap.packets(since: .now - .seconds(600)), models: cameras.models,
            shields: camera.detectors?.shields ?? [])
        return try await testing.pass {
            try await note(.probe, "camera:\(id)", "detectors", author)
            return try await trial.run()
        }
    }
}

extension SetupStore {
    /// What is needed to go by `settings`, on the thread that may wait for the disk.
    func plan(for settings: SiteSettings, _ cameras: LiveCameras) throws(StartTrouble) -> LiveCameras.Plan {
        try cameras.plan(for: settings)
    }
}

/// Lets one through at a time, and sends others away.
private final class Turnstile: Sendable {
    private let isTaken = Mutex(false)

    /// What `work` returns; throws ``SetupRefusal/crowded`` where another is at it.
    func pass<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        let isFree = isTaken.withLock { taken in
            defer { taken = true }
            return !taken
        }
        guard isFree else { throw SetupRefusal.crowded }
        defer { isTaken.withLock { $0 = false } }
        return try await work()
    }
}
