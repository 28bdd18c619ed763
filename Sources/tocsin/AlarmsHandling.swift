import Alarms
import ArgumentParser
import Foundation
import VideoCore

/// What all commands by which people say something about an alarm have in common.
struct HandlingOptions: ParsableArguments {
    @Option(help: "Who says it; default: the user who runs this.")
    var by = NSUserName()
    @Option(help: "The unit they belong to.")
    var unit: String?
    @Option(help: "What there is to say about it.")
    var comment = ""
    @OptionGroup var queue: AlarmQueueOptions

    func validate() throws {
        guard !by.isEmpty else { throw ValidationError("--by: give a name") }
        let limits = [
            ("--by", by, AlarmHandling.nameLimit), ("--unit", unit ?? "", AlarmHandling.nameLimit),
            ("--comment", comment, AlarmHandling.commentLimit),
        ]
        for (option, text, limit) in limits where text.count > limit {
            throw ValidationError("\(option): \(text.count) characters are too many; give \(limit) at most")
        }
    }

    /// What is said, now.
    func handling(_ state: HandlingState) -> AlarmHandling {
        AlarmHandling(state, by: by, unit: unit, at: Timestamp(WallTime.now()), comment: comment)
    }

    /// Says `state` of the alarm that begins with `id`.
    func say(_ state: HandlingState, of id: String) throws {
        try queue.read { outbox in
            let alarm = try outbox.alarmID(argument: id)
            let handling = handling(state)
            try tell(try outbox.handle(alarm: alarm, handling), "\(alarm) \(handling.words) by \(by)", alarm, outbox)
        }
    }

    /// Prints what came of it.
    func tell(_ handled: Outbox.Handled, _ words: String, _ alarm: AlarmID, _ outbox: Outbox) throws {
        switch queue.format {
        case .text: Swift.print(printable(words + (handled.isNew ? "" : ", as was known")))
        case .json: try AlarmFormat.json.print([try outbox.alarm(alarm)])
        }
    }
}

/// `tocsin alarms ack|confirm|false|close|merge`.
extension AlarmsCommand {
    /// `tocsin alarms ack`.
    struct Ack: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Note that a person has seen an alarm.")

        @Argument(help: "The alarm's id, or as much of its beginning as makes it unique.") var id: String
        @OptionGroup var options: HandlingOptions

        func run() throws { try options.say(.acknowledged, of: id) }
    }

    /// `tocsin alarms confirm`.
    struct Confirm: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Note that an alarm was what it said.")

        @Argument(help: "The alarm's id, or as much of its beginning as makes it unique.") var id: String
        @OptionGroup var options: HandlingOptions

        func run() throws { try options.say(.confirmed, of: id) }
    }

    /// `tocsin alarms false`.
    struct False: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "false", abstract: "Note that an alarm was a false one.")

        @Argument(help: "The alarm's id, or as much of its beginning as makes it unique.") var id: String
        @OptionGroup var options: HandlingOptions

        func run() throws { try options.say(.falseAlarm, of: id) }
    }

    /// `tocsin alarms close`.
    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Note that an alarm was dealt with.",
            discussion: "After that nothing more can be said of it. What its camera still sees is added all the same.")

        @Argument(help: "The alarm's id, or as much of its beginning as makes it unique.") var id: String
        @OptionGroup var options: HandlingOptions

        func run() throws { try options.say(.closed, of: id) }
    }

    /// `tocsin alarms merge`.
    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make one alarm a part of another: they are one incident.",
            discussion: "Lists show only the first from then on, and what is to be said is said of it.")

        @Argument(help: "The alarm that goes on.") var whole: String
        @Argument(help: "The alarm that becomes a part of it.") var part: String
        @OptionGroup var options: HandlingOptions

        func run() throws {
            try options.queue.read { outbox in
                let (goesOn, joins) = (try outbox.alarmID(argument: whole), try outbox.alarmID(argument: part))
                let handled = try outbox.merge(joins, into: goesOn, options.handling(.merged))
                try options.tell(handled, "\(joins) is a part of \(goesOn) now", goesOn, outbox)
            }
        }
    }
}
