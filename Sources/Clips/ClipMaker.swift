import Alarms
import DequeModule
import Foundation
import Glibc
import Synchronization
import VideoCore
import VideoStreams

/// A clip of which all packets are there.
struct RecordedClip: Sendable {
    let spool: Spool
    let alarms: [AlarmEvent]
    let firstMediaTime: Double
    let shields: [Polygon]
}

/// What became of a recorded clip.
struct MadeClip: Sendable {
    /// The files, for each alarm under names of its own.
    var evidence: [(alarm: AlarmEvent, files: [Evidence])]
    /// Why one of the files, or all, are missing.
    var loss: (reason: ClipLoss, detail: String)?
}

/// Encrypts and encodes clips, one after the other, on a thread that yields to all others.
final class ClipMaker: Sendable {
    private struct Job: Sendable {
        let clip: RecordedClip
        let done: CheckedContinuation<MadeClip, Never>
    }

    /// The time is up.
    private struct Stopped: Error {}

    private let store: EvidenceStore
    private let settings: ClipSettings
    private let key: EvidenceKey?
    private let jobs = Mutex<Deque<Job>>([])
    private let available = DispatchSemaphore(value: 0)
    private let deadline = Mutex<ContinuousClock.Instant?>(nil)

    /// Makes files in `store`; raw ones only with `key`. Its thread lives as long as the process.
    init(store: EvidenceStore, settings: ClipSettings, key: EvidenceKey?) {
        self.store = store
        self.settings = settings
        self.key = key
        let thread = Thread { self.work() }
        thread.name = "clip-maker"
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Returns when the files of `clip` are on the disk, or cannot be made.
    func make(_ clip: RecordedClip) async -> MadeClip {
        await withCheckedContinuation { done in
            jobs.withLock { $0.append(Job(clip: clip, done: done)) }
            available.signal()
        }
    }

    /// What is not done by `moment` is given up.
    func stop(by moment: ContinuousClock.Instant) { deadline.withLock { $0 = moment } }

    private func work() {
        // On Linux of this thread alone: pictures are looked at first.
        _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10)
        while true {
            available.wait()
            if let job = jobs.withLock({ $0.popFirst() }) { job.done.resume(returning: files(of: job.clip)) }
        }
    }

    private func check() throws {
        if let deadline = deadline.withLock({ $0 }), .now >= deadline { throw Stopped() }
    }

    private func files(of clip: RecordedClip) -> MadeClip {
        var made = MadeClip(evidence: clip.alarms.map { ($0, []) })
        var kinds: [Evidence.Kind] = []
        if settings.masked { kinds.append(.clip) }
        if settings.raw, key != nil { kinds.insert(.rawClip, at: 0) }
        for kind in kinds {
            do {
                let names = clip.alarms.map { EvidenceName(kind, of: $0, priority: clip.priority) }
                guard let first = names.first else { break }
                let stored = try file(kind, first, of: clip)
                for (index, name) in names.enumerated() {
                    made.evidence[index].files.append(index == 0 ? stored : store.share(stored, under: name))
                }
            } catch {
                made.loss = (Self.reason(of: error), "\(error)")
            }
        }
        return made
    }

    private func file(_ kind: Evidence.Kind, _ name: EvidenceName, of clip: RecordedClip) throws -> Evidence {
        try check()
        let spool = clip.spool
        guard kind == .rawClip, let key else {
            let masked = MaskedClip(
                shields: clip.shields, alarms: clip.alarms, firstMediaTime: clip.firstMediaTime)
            return try store.store(name, masked: !clip.shields.isEmpty, bytes: spool.bytes) { path in
                try masked.write(from: spool.path, to: path, check: check)
            }
        }
        return try store.store(name, masked: false, bytes: spool.bytes) { path in
            try SealedFile.seal(to: path, key: key, check: check) { try spool.read(from: $0, count: $1) }
        }
    }

    /// Why a file was not made.
    static func reason(of error: any Error) -> ClipLoss {
        switch error {
        case is Stopped: .stopped
        case EvidenceError.diskFull: .disk
        case EvidenceError.notEncoded(let reason) where reason == "\(Stopped())": .stopped
        case let error as SystemError where error.isDiskFull: .disk
        default: .failed
        }
    }
}

extension RecordedClip {
    /// That of the most urgent alarm it shows.
    var priority: Int { alarms.map(\.data.priority).min() ?? 1 }
}

extension EvidenceName {
    /// The file of `kind` that shows `alarm`.
    init(_ kind: Evidence.Kind, of alarm: AlarmEvent, priority: Int) {
        self.init(kind, of: alarm.data.alarmID.text, day: alarm.time.day, priority: priority)
    }
}
