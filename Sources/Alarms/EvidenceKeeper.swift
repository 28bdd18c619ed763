public import Telemetry
public import VideoCore

/// A file of evidence that goes.
public struct EvidenceDeletion: Hashable, Sendable {
    /// `file:` and its path below the evidence folder.
    public let uri: String
    /// Its SHA-256 in hexadecimal, as it was when it went; empty when it could not be read.
    public let sha256: String
    /// Why.
    public let reason: DeletionReason
}

/// What became of evidence in one look at it.
public struct EvidenceExpiry: Hashable, Sendable {
    /// Files deleted, by reason.
    public var deleted: [DeletionReason: Int] = [:]
    /// Files deleted although they are younger than the law asks for, because the disk is full.
    public var young = 0
    /// Files not deleted because the system or the audit log refused, with the reason of the first.
    public var failed = 0
    /// Why the first of them was not deleted.
    public var trouble: String?
    /// Bytes by which evidence takes more than it may although nothing more may be deleted.
    public var bytesOver = 0
    /// Whether nothing is deleted by age now because the clock is doubted.
    public var clockIsDoubted = false
}

/// Deletes evidence: what is past its time, what takes too much, and on a full disk what is least wanted.
///
/// Each deletion is told to `audit` before it is done. On a full disk the log itself may be unable to grow: there the file
/// goes first and is told of then. Its work waits for the disk, so it has a thread of its own.
public actor EvidenceKeeper {
    /// Notes one deletion, or throws when it cannot.
    public typealias Audit = @Sendable (EvidenceDeletion) throws -> Void

    private let executor = DiskExecutor(label: "evidence", isUrgent: false)
    /// The thread of the keeper.
    nonisolated public var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let store: EvidenceStore
    private let plan: RetentionPlan
    private let audit: Audit
    private let metrics: Metrics
    private var clock = RetentionClock()
    /// Deletions on a full disk that the audit log has not taken yet.
    private var unaudited: [EvidenceDeletion] = []

    /// A keeper of what is in `store`.
    public init(_ store: EvidenceStore, metrics: Metrics = Metrics(), audit: @escaping Audit) {
        self.store = store
        self.audit = audit
        self.metrics = metrics
        plan = RetentionPlan(store.settings)
        for kind in Evidence.Kind.allCases {
            for reason in DeletionReason.allCases { _ = Self.counter(metrics, kind, reason) }
        }
    }

    /// Deletes what is past its time or takes too much. To be called about once an hour; each time one day goes at most.
    public func expire(now: WallTime, instant: ContinuousClock.Instant = .now) -> EvidenceExpiry {
        var expiry = EvidenceExpiry()
        let files = store.files()
        let isBelieved = clock.maySayWhatIsOld(
            now: now, instant: instant, newest: files.last?.name.day, wasDoubted: store.clockIsDoubted)
        store.note(clockIsDoubted: !isBelieved)
        guard isBelieved else {
            expiry.clockIsDoubted = true
            return expiry
        }
        let moment = Timestamp(now)
        let expired = plan.expired(files, now: moment)
        delete(expired, .age, &expiry)
        let over = plan.overBudget(files.filter { !expired.contains($0) }, now: moment)
        delete(over.files, .budget, &expiry)
        expiry.bytesOver = over.bytesOver
        return expiry
    }

    /// Makes room when less is free than must be. To be called every few seconds.
    public func makeRoom(now: WallTime) -> EvidenceExpiry {
        var expiry = EvidenceExpiry()
        auditLate()
        let minimum = store.settings.minimumFreeBytes
        guard let free = try? DurableFile.freeBytes(at: store.settings.folder), free < minimum else { return expiry }
        // A little more than is needed, or the next picture would call for the next deletion.
        let files = plan.shed(store.files(), bytes: minimum + minimum / 8 - free)
        delete(files, .space, &expiry)
        let limit = Timestamp(now.advanced(by: -86_400 * Double(EvidenceSettings.leastDays))).day
        expiry.young = files.count { $0.name.day >= limit }
        return expiry
    }

    private func delete(_ files: [EvidenceFile], _ reason: DeletionReason, _ expiry: inout EvidenceExpiry) {
        for file in files {
            // Asked anew: to delete many files takes long, and a hold may come meanwhile.
            guard !store.isHeld(file.name) else { continue }
            do {
                try delete(file, reason)
                Self.counter(metrics, file.name.kind, reason).add()
                expiry.deleted[reason, default: 0] += 1
            } catch {
                expiry.failed += 1
                expiry.trouble = expiry.trouble ?? "\(error)"
            }
        }
    }

    private func delete(_ file: EvidenceFile, _ reason: DeletionReason) throws {
        let hash = try? DurableFile.hash(of: store.path(of: file.name)).sha256
        let deletion = EvidenceDeletion(uri: file.name.uri, sha256: hash ?? "", reason: reason)
        do {
            try audit(deletion)
        } catch {
            guard reason == .space else { throw error }
            unaudited.append(deletion)
        }
        try store.remove(file.name)
        auditLate()
    }

    private func auditLate() {
        while let first = unaudited.first, (try? audit(first)) != nil { unaudited.removeFirst() }
    }

    private static func counter(_ metrics: Metrics, _ kind: Evidence.Kind, _ reason: DeletionReason) -> Counter {
        metrics.counter(.evidenceDeleted, ["kind": kind.rawValue, "reason": reason.rawValue])
    }
}
