import Synchronization
import TestSupport
import Testing
import VideoCore

@testable import VideoStreams
@testable import Viewing

@Suite("Live views", .timeLimit(.minutes(20)))
struct LiveViewsTests {
    private let folder: ScratchFolder
    private let feed: Feed
    private let gate = CameraID("gate")

    init() throws {
        folder = try ScratchFolder()
        try Clip.noise(to: folder.file("in.mp4"), frames: 90, group: 25, width: 1000, height: 560)
        feed = try Feed(folder.file("in.mp4"))
    }

    private func views(_ shields: [Polygon] = []) -> LiveViews {
        LiveViews { [feed] _ in ViewedCamera(tap: feed.tap, shields: shields) }
    }

    /// Reads `count` pictures, while the camera goes on.
    private func read(_ count: Int, of pictures: AsyncStream<[UInt8]>) async throws -> [[UInt8]] {
        var read: [[UInt8]] = []
        for await picture in pictures {
            // Shown again where nothing newer is decoded yet; the recording does not last for ever.
            if picture == read.last { continue }
            read.append(picture)
            if read.count == count { break }
            try feed.arrive(10)
        }
        return read
    }

    @Test("Pictures come masked and at most 960 wide; the decoder is freed when the last viewer has left")
    func watches() async throws {
        let right = Polygon([(0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0)].map { ImagePoint(x: $0, y: $1) })
        let views = views([right])
        #expect(throws: LiveRefusal.noPicture) { _ = try views.watch(gate) }
        try feed.arrive(10)
        var (one, other): (AsyncStream<[UInt8]>?, AsyncStream<[UInt8]>?) = (
            try views.watch(gate), try views.watch(gate)
        )
        let shown = try await read(3, of: #require(one))
        #expect(try await read(1, of: #require(other)).count == 1)
        #expect(views.decoders == 1, "one decoder for both")
        #expect(Set(shown).count == 3, "each picture is another")
        for jpeg in shown {
            let frame = try Clip.decoded(jpeg, folder)
            #expect(frame.width == 960 && frame.height == 536)
            #expect(Clip.spread(frame, from: 0.51, to: 1) < 18)
            #expect(Clip.spread(frame, from: 0, to: 0.45) > 30)
        }
        one = nil
        try feed.arrive(5)
        #expect(views.decoders == 1)
        other = nil
        try await until("the decoder is freed", within: 600) { views.decoders == 0 }
    }

    @Test("At most four cameras are watched, by at most sixteen")
    func crowded() async throws {
        try feed.arrive(1)
        let views = views()
        var watched: [AsyncStream<[UInt8]>] = []
        for number in 0..<4 { watched.append(try views.watch(CameraID("\(number)"))) }
        #expect(throws: LiveRefusal.crowded) { _ = try views.watch(CameraID("4")) }
        while watched.count < 16 { watched.append(try views.watch(CameraID("0"))) }
        #expect(throws: LiveRefusal.crowded) { _ = try views.watch(CameraID("0")) }
        watched.removeLast()
        watched.append(try views.watch(CameraID("0")))
        watched = []
        try await until("all are freed", within: 600) { views.decoders == 0 }
    }

    @Test("While the camera is down its last picture stays and the view waits; then it goes on")
    func down() async throws {
        try feed.arrive(2)
        let views = views()
        var pictures = try views.watch(gate).makeAsyncIterator()
        let last = try #require(await pictures.next())
        // Nothing comes: the same is shown again, so that whoever has gone is noticed.
        #expect(await pictures.next() == last)
        try feed.arrive(40)
        var next = last
        while next == last { next = try #require(await pictures.next()) }
    }

    @Test("A viewer who does not read is given the newest picture alone when they do")
    func stalled() async throws {
        try feed.arrive(1)
        let views = views()
        var slow = try views.watch(gate).makeAsyncIterator()
        var quick = try views.watch(gate).makeAsyncIterator()
        var seen = [try #require(await quick.next())]
        try feed.arrive(10)
        while seen.count < 5 {
            let picture = try #require(await quick.next())
            if picture == seen.last { continue }
            seen.append(picture)
            try feed.arrive(10)
        }
        // A picture is given to one viewer after the other: the last may be on its way to the slow one, no other.
        let shown = try #require(await slow.next())
        #expect(!seen.dropLast(2).contains(shown))
    }

    @Test("A camera that is set up anew is watched on")
    func replaced() async throws {
        let second = try Feed(folder.file("in.mp4"))
        let current = Current(feed)
        let views = LiveViews { _ in ViewedCamera(tap: current.feed.withLock { $0 }.tap, shields: []) }
        try feed.arrive(1)
        var pictures = try views.watch(gate).makeAsyncIterator()
        _ = await pictures.next()
        try second.arrive(60)
        current.feed.withLock { $0 = second }
        let shown = try #require(await pictures.next())
        #expect(try Clip.decoded(shown, folder).width == 960)
        #expect(views.decoders == 1)
    }
}

/// What a camera is at the moment.
private final class Current: Sendable {
    let feed: Mutex<Feed>
    init(_ feed: Feed) { self.feed = Mutex(feed) }
}
