import Alarms
import ArgumentParser
import VideoCore
import VideoStreams

extension AlarmsCommand {
    /// `tocsin alarms refused`.
    struct Refused: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List events that a receiver refused; have them offered again.",
            discussion: """
                An event that a receiver refuses while it takes others is set aside: it is offered again by itself a few \
                times within half an hour, then no more. It stays in the queue as long as its alarm, and can be offered \
                again with --retry once the cause is mended.
                """)

        @Option(help: "Only what this receiver refused; needed with --retry where several have.")
        var consumer: String?
        @Flag(help: "Have the events offered again now.")
        var retry = false
        @OptionGroup var queue: AlarmQueueOptions

        func run() throws {
            try queue.read { outbox in
                if retry {
                    let name = try outbox.consumer(argument: consumer)
                    let count = try outbox.retrySetAside(of: name, now: Timestamp(.now()))
                    switch queue.format {
                    case .text: Swift.print(printable("\(count) events will be offered to \(name) once more"))
                    case .json: Swift.print("{\"consumer\":\(jsonString(name)),\"events\":\(count)}")
                    }
                } else {
                    for item in try outbox.setAside(by: consumer) { Swift.print(line(item)) }
                }
            }
        }

        private func line(_ item: SetAside) -> String {
            switch queue.format {
            case .text:
                let fate = item.nextTry.map { "again at \($0.rfc3339)" } ?? "dead letter"
                return printable(
                    "\(item.event.id)  refused by \(item.consumer), \(item.tries) times, \(fate): \(item.reason)")
            case .json:
                let next = item.nextTry.map { jsonString($0.rfc3339) } ?? "null"
                return "{\"consumer\":\(jsonString(item.consumer)),\"id\":\(jsonString(item.event.id)),"
                    + "\"tries\":\(item.tries),\"nextTry\":\(next),\"reason\":\(jsonString(item.reason))}"
            }
        }
    }
}
