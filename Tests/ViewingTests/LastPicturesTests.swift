import TestSupport
import Testing
import VideoCore

@testable import VideoStreams
@testable import Viewing

@Suite("Last pictures")
struct LastPicturesTests {
    private let folder: ScratchFolder
    private let feed: Feed
    private let gate = CameraID("gate")
    /// The left half.
    private let shield = Polygon([(0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)].map { ImagePoint(x: $0, y: $1) })

    init() throws {
        folder = try ScratchFolder()
        try Clip.noise(to: folder.file("in.mp4"), frames: 60, group: 25)
        feed = try Feed(folder.file("in.mp4"))
    }

    private func pictures(_ shields: [Polygon] = [], pause: Duration = .milliseconds(1)) -> LastPictures {
        LastPictures(pause: pause) { [feed, gate] id in
            id == gate ? ViewedCamera(tap: feed.tap, shields: shields) : nil
        }
    }

    @Test("Behind a shield all is flat at every width, beside it all is as it was")
    func masked() async throws {
        try feed.arrive(1)
        let pictures = pictures([shield])
        for width in [160, 320, 480, 640] {
            let shown = try #require(await pictures.picture(of: gate, width: width))
            let frame = try Clip.decoded(shown.jpeg, folder)
            #expect(frame.width == width && frame.height == 384 * width / 640)
            #expect(Clip.spread(frame, from: 0, to: 0.49) < 18, "\(width)")
            #expect(Clip.spread(frame, from: 0.55, to: 1) > 30, "\(width)")
        }
    }

    @Test(
        "A width is rounded down to one that is made, and no picture is made larger than it is",
        arguments: [(160, 160), (200, 160), (480, 480), (959, 640), (1920, 640)])
    func widths(asked: Int, given: Int) async throws {
        try feed.arrive(1)
        let shown = try #require(await pictures().picture(of: gate, width: asked))
        #expect(try Clip.decoded(shown.jpeg, folder).width == given)
    }

    @Test("However many ask, one picture is decoded, and no other until the pause is over")
    func decodes() async throws {
        let pictures = pictures(pause: .seconds(3600))
        #expect(await pictures.picture(of: gate, width: 480) == nil, "nothing has come yet")
        try feed.arrive(3)
        let shown = await withTaskGroup(of: ShownPicture?.self) { group in
            for _ in 0..<20 { group.addTask { await pictures.picture(of: gate, width: 480) } }
            return await group.reduce(into: Set<ShownPicture?>()) { $0.insert($1) }
        }
        #expect(shown.count == 1 && shown.first != ShownPicture?.none)
        #expect(await pictures.decodes == 1)
        try feed.arrive(30)
        #expect(await pictures.picture(of: gate, width: 480) == shown.first, "a newer one is there, and not due")
        #expect(await pictures.decodes == 1)
    }

    @Test("Another picture is decoded when a newer keyframe has come and the pause is over, and only then")
    func decodesAnew() async throws {
        let pictures = pictures()
        try feed.arrive(3)
        let shown = try #require(await pictures.picture(of: gate, width: 480))
        try feed.arrive(30)
        try await until("a newer picture", within: 600) {
            let newer = await pictures.picture(of: gate, width: 480)
            return newer != nil && newer != shown
        }
        #expect(await pictures.decodes == 2)
        for _ in 0..<5 { _ = await pictures.picture(of: gate, width: 480) }
        #expect(await pictures.decodes == 2, "the stream stands still: its last picture stays")
    }

    @Test("A keyframe that cannot be decoded leaves the picture before it; a camera that is not there has none")
    func broken() async throws {
        let pictures = pictures()
        #expect(await pictures.picture(of: CameraID("other"), width: 480) == nil)
        try feed.arrive(1)
        let first = try #require(await pictures.picture(of: gate, width: 480))
        try feed.arriveBroken()
        try await until("it has been tried", within: 600) {
            let shown = await pictures.picture(of: gate, width: 480)
            #expect(shown == first)
            return await pictures.decodes == 2
        }
        #expect(await pictures.picture(of: gate, width: 480) == first)
    }
}
