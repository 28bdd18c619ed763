// The victim of the kill test: queues alarm after alarm and prints the id of each as soon as it is committed.
// Usage: AlarmWriter DATABASE FIRST-NUMBER
import Alarms
import Glibc
import VideoCore

func write(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(1, $0.baseAddress, $0.count) }
}

let arguments = CommandLine.arguments
guard arguments.count == 3, let first = Int64(arguments[2]) else { exit(2) }
do {
    let outbox = try Outbox(OutboxSettings(path: arguments[1]))
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
} catch {
    write("failed: \(error)")
    exit(1)
}
