// The victim of the kill tests.
// AlarmWriter append DATABASE FIRST-NUMBER   queues alarm after alarm, prints the id of each as soon as it is committed
// AlarmWriter deliver DATABASE FILE          delivers the queue to a JSON Lines file, in small batches
import Alarms
import Delivery
import Glibc
import VideoCore

func write(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(1, $0.baseAddress, $0.count) }
}

func append(_ path: String, from first: Int64) throws {
    let outbox = try Outbox(OutboxSettings(path: path))
    write("ready")
    var number = first
    while true {
        let start = Timestamp(milliseconds: number)
        let camera = AlarmCamera(id: "gate")
        let id = AlarmID(site: "test", camera: CameraID(camera.id), kind: .fire, start: start)
        let data = AlarmData(
            alarmID: id, kind: .fire, phase: .open, priority: 1, camera: camera,
            mediaTime: MediaSpan(start: 0, end: 1), confidence: 0.5)
        let event = AlarmEvent(site: "test", time: start, data: data)
        try outbox.append(event)
        write(event.id)
        number += 1
    }
}

func deliver(_ path: String, to file: String) async throws {
    let outbox = try Outbox(OutboxSettings(path: path))
    write("ready")
    let sink = JSONLinesFileSink(JSONLinesFileSettings(path: file))
    await DeliveryLoop(outbox: outbox, sink: sink, batch: 3).run()
}

let arguments = CommandLine.arguments
do {
    switch (arguments.count, arguments.dropFirst().first) {
    case (4, "append"): try append(arguments[2], from: Int64(arguments[3]) ?? 0)
    case (4, "deliver"): try await deliver(arguments[2], to: arguments[3])
    default: exit(2)
    }
} catch {
    write("failed: \(error)")
    exit(1)
}
