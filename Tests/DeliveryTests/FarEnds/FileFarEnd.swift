import Delivery
import Foundation
import TestSupport

/// A file of JSON lines; gone when its folder is.
struct FileFarEnd: FarEnd {
    static let title = "file"
    let folder: String
    private var place: String { folder + "/taken" }

    static func begin(in folder: ScratchFolder) throws -> FileFarEnd {
        let end = FileFarEnd(folder: folder.path)
        try FileManager.default.createDirectory(atPath: end.place, withIntermediateDirectories: false)
        return end
    }

    func sink(named name: String, _ login: FarEndLogin) -> (any AlarmSink)? {
        login == .right ? JSONLinesFileSink(name: name, JSONLinesFileSettings(path: place + "/alarms.jsonl")) : nil
    }

    var entry: String { "file: {path: \(place)/alarms.jsonl}" }

    func suffer(_ fault: FarEndFault) throws -> Bool {
        guard fault == .killed else { return false }
        try FileManager.default.moveItem(atPath: place, toPath: place + ".away")
        return true
    }

    func mend() throws {
        guard !FileManager.default.fileExists(atPath: place) else { return }
        try FileManager.default.moveItem(atPath: place + ".away", toPath: place)
    }

    func received() throws -> [[UInt8]] {
        try Data(contentsOf: URL(fileURLWithPath: place + "/alarms.jsonl")).split(separator: UInt8(ascii: "\n"))
            .map { Array($0) }
    }

    func end() {}
}
