import Alarms
import ArgumentParser
import Foundation
import VideoCore

/// `tocsin alarms`: the queue read by hand, also while the service runs.
struct AlarmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "Read the queue of alarms by hand, and say what was done about them.",
        discussion: """
            Every alarm lies in a queue on disk from the moment it is raised. These commands read it, note what \
            people have done about an alarm, which is delivered like the alarm itself, and have alarms delivered once \
            more. They may be used while the service runs.

              tocsin alarms list --data /var/lib/tocsin --since 2h
              tocsin alarms show 7f0bb5e5 --data /var/lib/tocsin
            """,
        subcommands: [
            List.self, Show.self, Ack.self, Confirm.self, False.self, Close.self, Merge.self, Replay.self,
            Refused.self,
        ], defaultSubcommand: List.self)

    /// `tocsin alarms list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List alarms, the newest first.",
            discussion:
                "Columns: id, when it began (UTC), kind, camera, whether it is over, confidence, how far people have got "
                + "with it, and who.")

        @OptionGroup var queue: AlarmQueueOptions
        @Option(help: "Only of this kind: \(AlarmKind.allWords).", transform: AlarmKind.init(argument:))
        var kind: AlarmKind?
        @Option(help: "Only of this camera.")
        var camera: String?
        @Option(
            help:
                "Only those that began since: a time (2026-01-31T08:00:00Z), a day (2026-01-31) or an age (90m, 2h, 7d)."
        )
        var since: SinceArgument?
        @Flag(help: "Only those that are not over.")
        var open = false
        @Option(help: "At most so many.")
        var limit = 50

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit: give a number above 0") }
        }

        func run() throws {
            var query = AlarmQuery()
            query.kind = kind
            query.camera = camera.map { CameraID($0) }
            query.since = since?.moment
            query.openOnly = open
            query.limit = limit
            try queue.read { try queue.format.print(try $0.alarms(query)) }
        }
    }

    /// `tocsin alarms show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one alarm with all its events.")

        @Argument(help: "The alarm's id, or as much of its beginning as makes it unique.")
        var id: String
        @OptionGroup var queue: AlarmQueueOptions

        func run() throws {
            try queue.read { outbox in
                let record = try outbox.alarm(try outbox.alarmID(argument: id))
                switch queue.format {
                case .text: Swift.print(record.story())
                case .json: try AlarmFormat.json.print([record])
                }
            }
        }
    }

    /// `tocsin alarms replay`.
    struct Replay: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have alarms delivered once more.",
            discussion: """
                Puts the cursor of one consumer back. The running service delivers again from there within seconds; \
                the events keep their ids, so that the receiver can tell them from new ones.
                """)

        @Option(help: "Whom to deliver to again; may be left out when there is only one.")
        var consumer: String?
        @Option(help: "Everything behind this place in the queue; 0 is everything there is.")
        var after: Int64?
        @Option(help: "Everything queued since: a time, a day or an age as in `list`.")
        var since: SinceArgument?
        @OptionGroup var queue: AlarmQueueOptions

        func validate() throws {
            guard (after == nil) != (since == nil) else { throw ValidationError("give either --after or --since") }
        }

        func run() throws {
            try queue.read { outbox in
                let name = try outbox.consumer(argument: consumer)
                let place = try after ?? since.map { try outbox.lastSequence(before: $0.moment) } ?? 0
                let count = try outbox.replay(consumer: name, after: place)
                switch queue.format {
                case .text: Swift.print(printable("\(count) events will be delivered to \(name) once more"))
                case .json: Swift.print("{\"consumer\":\(jsonString(name)),\"events\":\(count)}")
                }
            }
        }
    }
}
