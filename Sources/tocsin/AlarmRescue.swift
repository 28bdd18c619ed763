import Alarms
import Logging

/// Alarms that the queue would not take before the end: out into a file and the log. ``EarlierAlarms`` brings them back.
struct AlarmRescue: Sendable {
    let desk: AlarmDesk
    let spill: AlarmSpill
    let logger: Logger

    /// Saves what waits; nil when nothing does, else what became of it. Does not wait for the desk.
    func save() -> AlarmsNotQueued? {
        let events = desk.waitingEvents
        guard !events.isEmpty else { return nil }
        // First the lines: the folders may lie on the disk that hangs.
        sayLines(events)
        let trouble: AlarmsNotQueued
        do {
            trouble = AlarmsNotQueued(count: events.count, path: try spill.save(events), reason: "")
        } catch {
            trouble = AlarmsNotQueued(count: events.count, path: nil, reason: "\(error)")
        }
        logger.critical("\(trouble)")
        return trouble
    }

    private func sayLines(_ events: [AlarmEvent]) {
        logger.critical(
            "these alarm events could not be queued before the end", metadata: ["events": "\(events.count)"])
        for event in events {
            guard let json = try? event.json() else { continue }
            LineWriter.standardError.say(String(decoding: json, as: UTF8.self), mustNotBeLeftOut: true)
        }
    }
}

/// That alarms were left when the program ended, and where they are.
struct AlarmsNotQueued: Error, CustomStringConvertible {
    let count: Int
    /// The file that holds them; nil when none could be written.
    let path: String?
    let reason: String

    var description: String {
        let events = "\(count) alarm event\(count == 1 ? "" : "s") could not be queued before the end"
        guard let path else { return "\(events), nor saved in a file (\(reason)): they stand above and nowhere else" }
        return "\(events); they stand above and in \(path), from where the next start takes them in"
    }
}
