import Alarms
import Foundation
import Ledger
import Logging
import Synchronization
import Telemetry
import VideoCore
import VideoStreams

/// Small pictures of polls, shields masked: the proof of an output rate. `thumbnails/DAY/DEVICE/HHMM.jpg` in the data
/// directory, times in UTC; written on a thread of its own, deleted after some days.
final class ThumbnailStore: Sendable {
    private static let disk = DispatchQueue(label: "thumbnails", qos: .utility)
    /// Apart: whoever looks does not wait until what is to be written is.
    static let reading = DispatchQueue(label: "thumbnails-reading", qos: .utility)

    let folder: String
    private let keepDays: Int
    private let shields: @Sendable (String) -> [Polygon]
    private let logger: Logger
    private let encoder = JPEGEncoder(quality: 60)
    private let complaints = Mutex(Repeats<String>())
    private let underWay = Atomic<Int>(0)
    /// When the newest picture of each device was taken, in seconds since 1970.
    let newest = Mutex<[String: Int]>([:])
    private let minimumFree: Int
    private static let limit = 64

    /// A store below `dataDirectory`, which writes nothing where less than `minimumFree` bytes are free. `shields`
    /// says what is masked in the pictures of a device at the time.
    init(
        dataDirectory: String, keepDays: Int, minimumFree: Int, shields: @escaping @Sendable (String) -> [Polygon],
        logger: Logger
    ) {
        self.minimumFree = minimumFree
        folder = dataDirectory + "/thumbnails"
        self.keepDays = keepDays
        self.shields = shields
        self.logger = logger
        Self.disk.async { self.lookUp() }
    }

    /// Keeps the picture of a poll; returns at once. Small ones wait for the disk, a few of them: a disk that hangs fills no
    /// memory.
    func keep(_ frame: Frame, of device: String, _ slot: PollSlot) {
        guard underWay.wrappingAdd(1, ordering: .relaxed).oldValue < Self.limit else {
            underWay.wrappingSubtract(1, ordering: .relaxed)
            return
        }
        let small = Snapshot(masking: shields(device)).drawn(on: frame).thumbnail()
        Self.disk.async {
            defer { self.underWay.wrappingSubtract(1, ordering: .relaxed) }
            do {
                guard self.hasRoom else { return }
                let folder = "\(self.folder)/\(Self.day(slot.start))/\(device)"
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                let name = Self.name(slot.start)
                let jpeg = Data(try self.encoder.encode(small))
                try jpeg.write(to: URL(fileURLWithPath: "\(folder)/\(name).jpg"), options: .atomic)
                self.newest.withLock { $0[device] = slot.start }
            } catch {
                self.complain(error)
            }
        }
    }

    /// Deletes the days that are older than is kept.
    func deleteExpired(now: Int) {
        Self.disk.async {
            let oldest = Self.day(now - self.keepDays * 86_400)
            for day in (try? FileManager.default.contentsOfDirectory(atPath: self.folder)) ?? []
            where day.count == 10 && day < oldest {
                try? FileManager.default.removeItem(atPath: "\(self.folder)/\(day)")
            }
        }
    }

    /// Whether the disk has more room than is left for what matters more.
    private var hasRoom: Bool {
        let attributes = try? FileManager.default.attributesOfFileSystem(
            forPath: (folder as NSString).deletingLastPathComponent)
        return (attributes?[.systemFreeSize] as? NSNumber).map { $0.intValue > minimumFree } ?? true
    }

    static func day(_ second: Int) -> String { CivilDate(Double(second), in: .gmt).description }

    private func complain(_ error: any Error) {
        let now = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
        guard complaints.withLock({ $0.say("thumbnail", now: now) }) != nil else { return }
        logger.warning("the pictures of polls are not kept: \(error)")
    }
}
