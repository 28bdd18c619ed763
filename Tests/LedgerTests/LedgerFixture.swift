import Foundation
import Ledger
import VideoCore

/// Books in a folder of their own, deleted with it, and words to fill them briefly.
final class LedgerFixture {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    let books: Books

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        books = try Books(path: folder.appendingPathComponent("books.sqlite").path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Enters results of `device` in the slots from `first` on, one a letter: o ok, c covered, n no connection,
    /// u unauthorized, b busy, i no image, k black, s slate, f frozen, - not polled.
    func polls(_ device: String, from first: Int, _ results: String) throws {
        try books.record(Self.polls(device, from: first, results))
    }

    static func polls(_ device: String, from first: Int, _ results: String) -> [Poll] {
        results.enumerated().compactMap { index, letter in
            result(letter).map { result in
                Poll(
                    device: device, slot: PollSlot(number: first + index), result: result,
                    fault: letter == "c" ? .covered : nil)
            }
        }
    }

    private static func result(_ letter: Character) -> PollResult? {
        switch letter {
        case "o", "c": .ok
        case "n": .noConnect
        case "u": .unauthorized
        case "b": .busy
        case "i": .noImage
        case "k": .black
        case "s": .slate
        case "f": .frozen
        default: nil
        }
    }
}

let shanghai = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

/// A moment in Shanghai, in seconds since 1970.
func moment(_ day: String, _ hour: Int = 0, _ minute: Int = 0) -> Int {
    Int(CivilDate(day)?.start(in: shanghai) ?? 0) + hour * 3600 + minute * 60
}

/// The number of the slot that begins then.
func slot(_ day: String, _ hour: Int = 0, _ minute: Int = 0) -> Int {
    PollSlot(at: Double(moment(day, hour, minute))).number
}

func period(_ from: String, _ through: String, zone: TimeZone = shanghai) -> Period {
    let first = CivilDate(from) ?? CivilDate(year: 2025, month: 1, day: 1)
    return Period(from: first!, through: CivilDate(through) ?? first!, zone: zone)
}
