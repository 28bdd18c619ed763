import Alarms
import Foundation
import Logging

/// The alarms that earlier runs have saved, on their way into the queue.
actor EarlierAlarms {
    private let desk: AlarmDesk
    private let spill: AlarmSpill
    private let logger: Logger
    /// Files that are in the queue, whether or not they could be removed.
    private var taken: Set<String> = []
    /// Files of which has been said that they wait.
    private var told: Set<String> = []
    /// Alarms in files that waited when the watch began.
    private var late: Set<AlarmID> = []
    private var isOver = false

    init(desk: AlarmDesk, spill: AlarmSpill, logger: Logger) {
        self.desk = desk
        self.spill = spill
        self.logger = logger
    }

    /// Queues what is there and closes what earlier runs left open. To be called once, before the first finding.
    ///
    /// Alarms in files that still wait stay open: a close made up now would stand in the way of theirs.
    func begin() async throws {
        tellOrphans()
        late = Set(await takeIn().flatMap(\.events).map(\.data.alarmID))
        isOver = late.isEmpty
        try await desk.closeLeftOpen { [late] in !late.contains($0) }
    }

    /// Tries again while files wait. To be called every few seconds.
    func retry() async {
        guard !isOver, await takeIn().isEmpty else { return }
        isOver = true
        do {
            try await desk.closeLeftOpen { [late] in late.contains($0) }
        } catch {
            logger.error("alarms of an earlier run stay open: \(error)")
        }
    }

    /// Queues one file after the other, and returns those that the queue refuses. A file goes once all of it is queued.
    private func takeIn() async -> ArraySlice<AlarmSpill.Found> {
        var files = spill.found().filter { !taken.contains($0.path) }[...]
        while let found = files.first {
            guard await desk.takeIn(found.events) else {
                tellWaiting(found)
                return files
            }
            taken.insert(found.path)
            remove(found)
            files.removeFirst()
        }
        return []
    }

    /// Names the folders of this user's that hold alarms of another data directory, or of this one at another place.
    private func tellOrphans() {
        guard let home = spill.folders.first else { return }
        for own in spill.folders.dropFirst() {
            let own = URL(fileURLWithPath: own)
            let parent = own.deletingLastPathComponent()
            for name in Self.names(parent) where name.hasPrefix("tocsin-\(geteuid())-") && name != own.lastPathComponent
            {
                let folder = parent.appendingPathComponent(name)
                let count = Self.names(folder).count { $0.hasPrefix("waiting-") && $0.hasSuffix(".jsonl") }
                guard count > 0 else { continue }
                logger.warning(
                    """
                    \(folder.path) holds alarms saved for another data directory (\(count) files); if it was this one \
                    before a move, stop the program, move them into \(home), a folder of mode 0700, and start it again
                    """)
            }
        }
    }

    private static func names(_ folder: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    private func tellWaiting(_ found: AlarmSpill.Found) {
        guard told.insert(found.path).inserted else { return }
        logger.error("alarms saved in \(found.path) wait for the queue")
    }

    private func remove(_ found: AlarmSpill.Found) {
        logger.notice("alarms of an earlier run are in the queue", metadata: ["events": "\(found.events.count)"])
        if found.unreadable > 0 {
            logger.error("\(found.unreadable) lines of \(found.path) are no alarms; it is kept")
        }
        do { try spill.discard(found) } catch { logger.error("\(error)") }
    }
}
