import Alarms
import ArgumentParser
import Foundation
import VideoCore

/// Where the queue is and how to print: common to all `tocsin alarms` commands.
struct AlarmQueueOptions: ParsableArguments {
    @OptionGroup var place: DataFolderOptions
    @Option(help: "text for people, json for programs (one alarm a line).")
    var format = AlarmFormat.text

    /// Opens the queue beside the service and runs `body`; an error of the queue is said on standard error, status 1.
    func read(_ body: (Outbox) throws -> Void) throws {
        let folder = try place.folder()
        do {
            try body(try Outbox(OutboxSettings(dataFolder: folder), role: .visitor))
        } catch let error as OutboxError {
            standardError(printable("tocsin alarms: \(error)"))
            throw ExitCode(1)
        }
    }
}

/// `--since`: a time, a day of this computer's calendar, or an age.
struct SinceArgument: ExpressibleByArgument {
    let moment: WallTime

    init?(argument: String) {
        self.init(argument, now: Date(), calendar: .current)
    }

    init?(_ text: String, now: Date, calendar: Calendar) {
        if let time = Timestamp(rfc3339: text) {
            moment = time.wallTime
        } else if let age = Self.seconds(text) {
            moment = WallTime(secondsSince1970: now.timeIntervalSince1970 - age)
        } else if let midnight = Self.day(text, calendar) {
            moment = WallTime(secondsSince1970: midnight.timeIntervalSince1970)
        } else {
            return nil
        }
    }

    private static func seconds(_ text: String) -> Double? {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), count >= 0 else {
            return nil
        }
        return Double(count) * unit
    }

    private static func day(_ text: String, _ calendar: Calendar) -> Date? {
        guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/) else { return nil }
        var parts = DateComponents()
        (parts.year, parts.month, parts.day) = (Int(match.1), Int(match.2), Int(match.3))
        guard let date = calendar.date(from: parts), calendar.component(.day, from: date) == parts.day else {
            return nil
        }
        return date
    }
}

extension AlarmKind {
    /// All kinds as they are written, for help texts.
    static var allWords: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// The kind written `argument`; throws a sentence that names them all.
    init(argument: String) throws {
        guard let kind = AlarmKind(rawValue: argument) else {
            throw ValidationError("there is no kind “\(argument)”: give one of \(Self.allWords)")
        }
        self = kind
    }
}

extension Outbox {
    /// The one alarm whose id begins with `argument`.
    func alarmID(argument: String) throws -> AlarmID {
        let found = try alarmIDs(startingWith: argument.lowercased(), limit: 2)
        guard let id = found.first, !argument.isEmpty else {
            throw OutboxError(.unknownAlarm, path: settings.path, detail: argument)
        }
        guard found.count == 1 else {
            throw ValidationError("several alarms begin with \(argument): give more of the id")
        }
        return id
    }

    /// The consumer named `argument`, or the only one there is.
    func consumer(argument: String?) throws -> String {
        let known = try consumers().map(\.name)
        if let argument, known.contains(argument) { return argument }
        if argument == nil, known.count == 1 { return known[0] }
        let list =
            known.isEmpty ? "nothing has been delivered to anyone yet" : "there are \(known.joined(separator: ", "))"
        throw ValidationError(argument.map { "there is no consumer \($0): \(list)" } ?? "give --consumer: \(list)")
    }
}
