import Foundation
import Ledger
import SyntheticScenes
import VideoCore

/// Fills books with a simulated year: 48 polls a day and device, most of them good; each tenth device bad in its own way,
/// each twentieth flapping, a restart of ten minutes each week, an outage of a recorder now and then.
struct BooksYear {
    let devices: [String]
    let days: Int
    /// Midnight of the first day.
    let begin: Int

    private var random = SeededRandom(seed: 6)

    init(devices: Int, days: Int, begin: Int) {
        self.devices = (0..<devices).map { "d\($0)" }
        self.days = days
        self.begin = begin
    }

    /// Writes it all into `books`, a day at a time; the number of polls.
    mutating func fill(_ books: Books) throws -> Int {
        var polls = 0
        for day in 0..<days {
            let midnight = begin + day * 86_400
            if day % 7 == 0 { try restart(books, at: midnight) }
            var batch: [Poll] = []
            for slot in 0..<48 {
                for (number, device) in devices.enumerated() {
                    batch.append(poll(of: device, number, PollSlot(at: Double(midnight + slot * PollSlot.seconds))))
                }
            }
            try books.record(batch)
            polls += batch.count
            try outages(books, midnight: midnight)
            try books.witness(at: midnight + 86_400 - (day % 7 == 6 ? 600 : 0))
        }
        return polls
    }

    private func restart(_ books: Books, at second: Int) throws {
        try books.beginSession(at: second)
        for device in devices { try books.note(device, .up, since: second) }
    }

    private mutating func poll(of device: String, _ number: Int, _ slot: PollSlot) -> Poll {
        let chance = Double.random(in: 0..<1, using: &random)
        guard chance < (number % 10 == 3 ? 0.4 : 0.02) else { return Poll(device: device, slot: slot, result: .ok) }
        return switch number % 4 {
        case 0: Poll(device: device, slot: slot, result: .noConnect, cause: "connectTimeout")
        case 1: Poll(device: device, slot: slot, result: .ok, fault: .blurred)
        case 2: Poll(device: device, slot: slot, result: .noImage, cause: "noKeyframe")
        default: Poll(device: device, slot: slot, result: .black, fault: .black)
        }
    }

    /// One device in twenty goes down twenty times a day; a recorder of 32 is gone for an hour each tenth day.
    private mutating func outages(_ books: Books, midnight: Int) throws {
        for (number, device) in devices.enumerated() where number % 20 == 7 {
            for time in 0..<20 {
                let since = midnight + time * 4000 + Int.random(in: 0..<1000, using: &random)
                try books.note(device, .down, since: since, cause: "stalled")
                try books.note(device, .up, since: since + 600)
            }
        }
        guard (midnight - begin) / 86_400 % 10 == 4 else { return }
        for device in devices.prefix(32) {
            try books.note(device, .down, since: midnight + 82_000, cause: "noRoute")
            try books.note(device, .up, since: midnight + 85_600)
        }
    }

    /// The registry of the devices, in 16 communities and on recorders of 32.
    var registry: Registry {
        var registry = Registry()
        registry.devices = devices.enumerated().map { number, id in
            var device = Device(id: id)
            device.name = "摄像机 \(number)"
            device.community = "社区 \(number % 16)"
            device.recorder = "nvr-\(number / 32)"
            return device
        }
        return registry
    }
}
