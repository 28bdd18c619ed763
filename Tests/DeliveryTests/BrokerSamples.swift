import Alarms
import Logging
import TestSupport
import VideoCore

/// The alarms of a row of numbers, as they lie in the queue; those of one camera are seven apart.
func events(_ numbers: Range<Int>) throws -> [StoredEvent] { try numbers.map { try event($0) } }

/// The `number`th alarm, with something more to say.
func event(_ number: Int, detail: String? = nil) throws -> StoredEvent {
    var event = Shipment.event(number)
    event.data.detail = detail
    return StoredEvent(sequence: Int64(number), id: event.id, json: try event.json())
}

/// Keeps what is logged.
struct RecordingHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    private let recorder: Recorder<String>

    init(_ recorder: Recorder<String>) { self.recorder = recorder }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { recorder.add("\(event.message)") }
}

/// As ``events(_:)``, where that name is taken.
func alarms(_ numbers: Range<Int>) throws -> [StoredEvent] { try events(numbers) }
