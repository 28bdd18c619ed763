public import VideoCore
import VideoStreams

/// The last picture of each camera, decoded when somebody asks for it, on threads of its own.
///
/// At most one picture a second is decoded of a camera; whoever asks for more sees the last one. While a camera is down its
/// last picture stays, as its packets do.
public actor LastPictures {
    /// Widths that are made; another asked for is rounded down to one of them.
    public static let widths = [160, 320, 480, 640, 960, 1280, 1920]
    /// A width that nobody has asked for in this time is made no more.
    private static let memory = Duration.seconds(10)

    /// Which keyframe: numbers begin anew when a camera is set up anew.
    private struct Mark: Hashable {
        let sequence: Int
        let receivedAt: ContinuousClock.Instant
    }

    private struct Entry {
        var mark: Mark?
        var madeAt: ContinuousClock.Instant?
        var pictures: [Int: ShownPicture] = [:]
        var asked: [Int: ContinuousClock.Instant] = [:]
        var work: Task<Void, Never>?
    }

    private let camera: CameraLookup
    /// Least time between two decodes of one camera.
    private let pause: Duration
    private let threads = QuietThreads(2)
    private var entries: [CameraID: Entry] = [:]
    /// Pictures decoded so far.
    private(set) var decodes = 0

    /// The last pictures of the cameras that `camera` knows.
    public init(_ camera: @escaping CameraLookup) { self.init(pause: .seconds(1), camera) }

    init(pause: Duration, _ camera: @escaping CameraLookup) {
        self.pause = pause
        self.camera = camera
    }

    /// The last picture of `id`, at most `width` wide; nil where there is none, or none that can be decoded.
    public func picture(of id: CameraID, width: Int) async -> ShownPicture? {
        let width = Self.widths.last { $0 <= width } ?? Self.widths[0]
        entries[id, default: Entry()].asked[width] = .now
        while let camera = camera(id), let keyframe = camera.tap.newestKeyframe, let entry = entries[id] {
            let mark = Mark(sequence: keyframe.sequence, receivedAt: keyframe.receivedAt)
            let left = entry.madeAt.map { pause - (.now - $0) } ?? .zero
            if let known = entry.pictures[width], mark == entry.mark || left > .zero { return known }
            if let work = entry.work {
                await work.value
            } else if mark == entry.mark, entry.pictures.isEmpty {
                return nil
            } else if left > .zero {
                do { try await Task.sleep(for: left) } catch { return nil }
            } else {
                entries[id]?.work = Task { await self.make(width, keyframe, mark, camera, id) }
            }
        }
        entries[id] = nil
        return nil
    }

    /// Makes `width`, and what others have asked for of late.
    private func make(
        _ width: Int, _ keyframe: EncodedPacket, _ mark: Mark, _ camera: ViewedCamera, _ id: CameraID
    ) async {
        decodes += 1
        entries[id]?.asked[width] = .now
        let asked = entries[id]?.asked.filter { .now - $0.value < Self.memory } ?? [:]
        let pictures = await threads.run { Self.pictures(of: keyframe, camera.shields, widths: asked.keys.sorted()) }
        // One that cannot be decoded leaves the last that could.
        if !pictures.isEmpty || entries[id]?.pictures.isEmpty == true { entries[id]?.pictures = pictures }
        entries[id]?.asked = asked
        entries[id]?.mark = mark
        entries[id]?.madeAt = .now
        entries[id]?.work = nil
    }

    private static func pictures(
        of keyframe: EncodedPacket, _ shields: [Polygon], widths: [Int]
    ) -> [Int: ShownPicture] {
        var extractor = FrameExtractor(ledger: FrameLedger())
        var found: Frame?
        try? extractor.consume(keyframe, demand: .keyframes(every: 0), rewind: { _ in false }) { found = $0 }
        guard let found else { return [:] }
        var pictures: [Int: ShownPicture] = [:]
        for width in widths { pictures[width] = ShownPicture.make(found, shields: shields, width: width) }
        return pictures
    }
}
