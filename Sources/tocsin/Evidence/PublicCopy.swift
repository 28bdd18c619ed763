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

    /// For the evidence of `record`. Throws when the network that finds people is missing or damaged.
    init(of record: AlarmRecord) throws {
        picture = PublicPicture(of: record.events.compactMap { try? $0.event() })
        finder = try PeopleFinder(DetectorModels(streams: 1).ebikes)
    }

    /// Writes what may be shown of `file` to `path`.
    mutating func write(_ file: StoredEvidence, to path: String) throws {
        let address = StreamAddress(file: file.path)
        guard file.evidence.kind == .snapshot else { return try writeClip(address, to: path) }
        let frame = try StillPicture.take(from: StreamSettings(address: address))
        let people = try finder.people(in: frame, at: picture.places)
        try StillPicture.write(
            picture.drawn(on: frame, people: people), to: path, isFullRange: StillPicture.isJPEG(address))
    }

    /// Looks through the clip before it masks it: who comes in is masked before the network has found them.
    private mutating func writeClip(_ clip: StreamAddress, to path: String) throws {
        let progress = ProgressLine()
        defer { progress.clear() }
        var people = PeopleByTime()
        var reader = try FrameReader(opening: StreamSettings(address: clip), ledger: FrameLedger())
        try reader.readAll(demand: { .everyFrame }) { frame in
            progress.show(mediaTime: frame.mediaTime, of: nil)
            people.note(try finder.people(in: frame, at: picture.places), at: frame.mediaTime)
        }
        try RedrawnClip.write(from: clip.path, to: path) { frame in
            picture.drawn(on: frame, people: people.people(at: frame.mediaTime))
        }
    }
}
