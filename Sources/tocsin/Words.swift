import Alarms
import Logging

extension Logger {
    /// A logger to standard error, from `level` up. It never waits for whoever reads it.
    static func standardError(_ level: Level) -> Logger {
        var logger = Logger(label: "tocsin") { StreamLogHandler(label: $0, stream: LineWriter.standardError) }
        logger.logLevel = level
        return logger
    }
}

extension DeskTrouble {
    /// How urgent it is.
    var level: Logger.Level {
        switch self {
        case .evidenceRecovered, .queueRecovered, .reserveHeld: .notice
        case .reserveMissing: .warning
        case .evidenceRefused, .queueRefused, .waits: .error
        case .lost: .critical
        }
    }

    /// What an installer is told.
    var words: String {
        switch self {
        case .evidenceRefused(let error): "alarms go out without pictures: \(error)"
        case .evidenceRecovered: "pictures are stored again"
        case .queueRefused(let error): "alarms cannot be queued, they wait in memory: \(error)"
        case .waits(let event): "not queued yet: \(event.sentence())"
        case .queueRecovered(let waited): "alarms are queued again; \(waited) had waited"
        case .lost(let event): "too many alarms wait; this one is lost: \(event.sentence())"
        case .reserveMissing(let bytes):
            "the reserve of \(bytes >> 20) MiB for alarms is not held, as less than twice that is free on its disk: "
                + "should the disk fill, alarms cannot be queued"
        case .reserveHeld: "the reserve for alarms is held again"
        }
    }
}
