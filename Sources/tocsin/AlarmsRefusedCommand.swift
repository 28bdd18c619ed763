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
                times within half an hour, then no more. It stays in the queue until it was taken or given up: --retry \
                offers it again once the cause is mended, --discard gives it up.
                """)

        @Option(help: "Only what this receiver refused; needed with --retry where several have.")
        var consumer: String?
        @Flag(help: "Have the events offered again now.")
        var retry = false
        @Flag(help: "Give them up: they will not be offered to the receiver any more.")
        var discard = false
        @OptionGroup var queue: AlarmQueueOptions

        func validate() throws {
            guard !(retry && discard) else { throw ValidationError("give either --retry or --discard") }
        }

        func run() throws {
            try queue.read { outbox in
                if discard {
                    let name = try outbox.consumer(argument: consumer)
                    let count = try outbox.discardSetAside(of: name)
                    switch queue.format {
                    case .text: Swift.print(printable("\(count) events will not be offered to \(name) any more"))
                    case .json: Swift.print("{\"consumer\":\(jsonString(name)),\"events\":\(count)}")
                    }
                } else if retry {
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
