// The victim of the kill test of the books: watches a simulated site at once, not as the hours pass.
// BookWriter FILE FROM UNTIL     seconds since 1970; prints each ten seconds of them as soon as they are witnessed
import Glibc
import Ledger

/// Whether device `number` is up in the minute that begins at `second`: the truth, known to the test too.
func isUp(_ number: Int, _ second: Int) -> Bool { (second / 60 * 7 + number * 13) % 97 >= 5 }

func write(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(1, $0.baseAddress, $0.count) }
}

func watch(_ path: String, from: Int, until: Int) throws {
    let books = try Books(path: path)
    try books.beginSession(at: from)
    var last: [Bool?] = Array(repeating: nil, count: 5)
    for second in stride(from: from, through: until, by: 10) {
        for number in last.indices where last[number] != isUp(number, second) {
            last[number] = isUp(number, second)
            let state: DeviceState = isUp(number, second) ? .up : .down
            try books.note("device-\(number)", state, since: second, cause: state == .up ? nil : "refused")
            // Its poll of this half hour, as far as there is one for each change.
            let result: PollResult = state == .up ? .ok : .noConnect
            try books.record([Poll(device: "device-\(number)", slot: PollSlot(at: Double(second)), result: result)])
        }
        try books.witness(at: second)
        write("\(second)")
    }
}

let arguments = CommandLine.arguments
guard arguments.count == 4, let from = Int(arguments[2]), let until = Int(arguments[3]) else { exit(2) }
do {
    try watch(arguments[1], from: from, until: until)
} catch {
    write("failed: \(error)")
    exit(1)
}
