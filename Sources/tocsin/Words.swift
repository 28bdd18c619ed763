import Alarms
import Logging

extension Logger {
    /// A logger to standard error, from `level` up.
    static func standardError(_ level: Level) -> Logger {
        var logger = Logger(label: "tocsin") { StreamLogHandler(label: $0, stream: LineWriter.standardError) }
        logger.logLevel = level
        return logger
    }
}

extension DeskTrouble {
    /// What an installer is told.
    var words: String {
        switch self {
        case .evidenceRefused(let error): "alarms go out without pictures: \(error)"
        case .evidenceRecovered: "pictures are stored again"
        case .queueRefused(let error): "alarms cannot be queued, they wait in memory: \(error)"
        case .queueRecovered(let waited): "alarms are queued again; \(waited) had waited"
        case .lost(let event): "too many alarms wait; this one is lost: \(event.sentence())"
        }
    }
}
