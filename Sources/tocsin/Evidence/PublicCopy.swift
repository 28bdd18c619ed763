import Alarms
import Clips
import Detectors
import Foundation
import VideoCore
import VideoStreams

/// Copies of an alarm's pictures and clips in which faces are masked.
struct PublicCopy {
    private let picture: PublicPicture
    private var finder: PeopleFinder

    /// Seconds for which somebody stays masked who is not found any more: in one picture of many nobody is.
    private static let linger = 0.5

    /// For the evidence of `record`. Throws when the network that finds people is missing or damaged.
    init(of record: AlarmRecord) throws {
        picture = PublicPicture(of: record.events.compactMap { try? $0.event() })
        finder = try PeopleFinder(DetectorModels(streams: 1).ebikes)
    }

    /// Writes what may be shown of `file` to `path`.
    mutating func write(_ file: StoredEvidence, to path: String) throws {
        let address = StreamAddress(file: file.path)
        guard file.evidence.kind == .snapshot else { return try writeClip(file.path, to: path) }
        let frame = try StillPicture.take(from: StreamSettings(address: address))
        let people = try finder.people(in: frame, near: picture.places)
        try StillPicture.write(
            picture.drawn(on: frame, people: people), to: path, isFullRange: StillPicture.isJPEG(address))
    }

    private mutating func writeClip(_ clip: String, to path: String) throws {
        let progress = ProgressLine()
        defer { progress.clear() }
        var seen: [(mediaTime: Double, people: [Region])] = []
        try RedrawnClip.write(from: clip, to: path) { frame in
            progress.show(mediaTime: frame.mediaTime, of: nil)
            seen.removeAll { $0.mediaTime < frame.mediaTime - Self.linger }
            seen.append((frame.mediaTime, try finder.people(in: frame, near: picture.places)))
            return picture.drawn(on: frame, people: seen.flatMap(\.people))
        }
    }
}
