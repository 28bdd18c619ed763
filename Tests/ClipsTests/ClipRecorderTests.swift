import Foundation
import Synchronization
import Telemetry
import TestSupport
import Testing
import VideoCore

@testable import Alarms
@testable import Clips
@testable import VideoStreams

@Suite("Clips of alarms")
struct ClipRecorderTests {
    private let folder: ScratchFolder
    private let store: EvidenceStore
    private let key = EvidenceKey(bytes: Array(0..<32))
    private let published = Published()
    private let metrics = Metrics()

    init() throws {
        folder = try ScratchFolder()
        var settings = EvidenceSettings(folder: folder.file("evidence"))
        settings.minimumFreeBytes = 0
        store = EvidenceStore(settings)
    }

    private func recorder(
        _ feeds: [String: Feed], shields: [Polygon] = [], store: EvidenceStore? = nil,
        change: (inout ClipSettings) -> Void = { _ in }
    ) -> ClipRecorder {
        var settings = ClipSettings()
        change(&settings)
        let cameras = Dictionary(
            uniqueKeysWithValues: feeds.map {
                (CameraID($0.key), ClipCamera(tap: PacketTap($0.value.ring), shields: shields))
            })
        return ClipRecorder(
            camera: { cameras[$0] }, settings: settings, store: store ?? self.store, key: key, metrics: metrics
        ) { [published] alarm, files in
            published.alarms.withLock { $0.append((alarm, files)) }
        }
    }

    /// A plain video of `seconds` with a keyframe every two seconds.
    private func video(_ seconds: Int, _ name: String = "in.mp4", codec: ClipOptions.Codec = .h264) throws -> String {
        let path = folder.file(name)
        var options = ClipOptions()
        options.preset = .ultrafast
        options.codec = codec
        try TestClips.movingSquare(to: path, frames: 25 * seconds, width: 64, height: 48, options: options)
        return path
    }

    private func path(_ file: Evidence?) throws -> String {
        store.path(of: try #require(EvidenceName(uri: file?.uri ?? "")))
    }

    @Test("A clip goes from the keyframe before 15 s before the incident to 30 s after it, raw and masked alike")
    func span() async throws {
        let feed = try Feed(try video(60))
        let recorder = recorder(["gate": feed])
        feed.arrive(until: 24)
        let alarm = AlarmEvent.ringing(start: 20, end: 21, detected: 22)
        await recorder.hear(alarm, settledAt: feed.began + .seconds(22))
        for seconds in stride(from: 30.0, through: 60, by: 10) {
            feed.arrive(until: seconds)
            await recorder.step(now: feed.began + .seconds(seconds))
        }
        #expect(try await published.wait(for: 1))
        let files = try #require(published.all.first).files
        #expect(files.map(\.kind) == [.rawClip, .clip])
        #expect(files.map(\.masked) == [false, false], "this camera has no shields")
        let raw = folder.file("raw.mp4")
        _ = try key.open(clip: try path(files.first), to: raw)
        for file in [raw, try path(files.last)] {
            let frames = try allFrames(file)
            // From 4 s, the keyframe before 5 s, to 51 s.
            #expect(frames.count == 47 * 25 + 1, "\(file)")
            #expect(abs((frames.last?.mediaTime ?? 0) - 47) < 0.05)
        }
        for file in files {
            let hash = try DurableFile.hash(of: try path(file))
            #expect(hash.sha256 == file.sha256 && hash.bytes == file.bytes)
        }
        let names = try names()
        #expect(names.count == 2, "the spool is gone, and nothing is half done: \(names)")
    }

    private func names() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: store.settings.folder).filter { $0.contains(".") }
    }

    @Test("A recording that starts again ends the clip before its beginning, in both directions")
    func loop() async throws {
        let file = try video(8)
        let feed = try Feed(file)
        let recorder = recorder(["gate": feed])
        feed.arrive(until: 8)
        try feed.repeats(file, after: 8)
        await recorder.hear(.ringing(start: 4, end: 5), settledAt: feed.began + .seconds(5))
        await recorder.hear(.ringing(start: 50, end: 51), settledAt: feed.began + .seconds(13))
        await recorder.step(now: feed.began + .seconds(16))
        await recorder.step(now: feed.began + .seconds(60))
        #expect(try await published.wait(for: 1))
        let clip = try #require(published.all.first?.files.last)
        #expect(try allFrames(try path(clip)).count == 200)
    }

    @Test("A long incident goes on in its clip up to the longest, and its end counts from the last event")
    func extends() async throws {
        let feed = try Feed(try video(60))
        let recorder = recorder(["gate": feed]) { ($0.before, $0.after, $0.longest, $0.raw) = (2, 5, 30, false) }
        feed.arrive(until: 10)
        await recorder.hear(.ringing(start: 10, end: 10), settledAt: feed.began + .seconds(10))
        await recorder.hear(.ringing(start: 10, end: 20, phase: .update), settledAt: nil)
        feed.arrive(until: 24)
        await recorder.step(now: feed.began + .seconds(24))
        #expect(published.count == 0, "it goes on to 25")
        await recorder.hear(.ringing(start: 10, end: 59, phase: .close), settledAt: nil)
        feed.arrive(until: 60)
        await recorder.step(now: feed.began + .seconds(60))
        #expect(try await published.wait(for: 1))
        #expect(published.all.first?.alarm.data.phase == .close)
        #expect(try allFrames(try path(published.all.first?.files.first)).count == 30 * 25 + 1)
    }

    @Test("Alarms that overlap share a clip, each under a name of its own")
    func shares() async throws {
        let feed = try Feed(try video(30))
        let recorder = recorder(["gate": feed]) { ($0.before, $0.after) = (2, 5) }
        feed.arrive(until: 10)
        await recorder.hear(.ringing(start: 9, end: 10, priority: 3), settledAt: feed.began + .seconds(10))
        feed.arrive(until: 13)
        await recorder.hear(.ringing(start: 12, end: 13, priority: 1), settledAt: feed.began + .seconds(13))
        feed.arrive(until: 30)
        await recorder.step(now: feed.began + .seconds(30))
        #expect(try await published.wait(for: 2))
        let clips = published.all.compactMap { $0.files.last }
        #expect(Set(clips.map(\.sha256)).count == 1 && Set(clips.map(\.uri)).count == 2)
        for (clip, alarm) in zip(clips, published.all.map(\.alarm)) {
            #expect(clip.uri.contains(alarm.data.alarmID.text) && clip.uri.hasSuffix(".p1.mp4"))
            let path = try path(clip)
            #expect(DurableFile.kind(of: path) == .file(bytes: clip.bytes))
        }
    }

    @Test("An alarm that would come to stand at the end of a clip that is long already begins one of its own")
    func tooLong() async throws {
        let feed = try Feed(try video(40))
        let recorder = recorder(["gate": feed]) { ($0.before, $0.after, $0.longest, $0.raw) = (2, 5, 14, false) }
        for start in [5.0, 9, 13] {
            feed.arrive(until: start + 1)
            await recorder.hear(.ringing(start: start, end: start + 1), settledAt: feed.began + .seconds(start + 1))
        }
        feed.arrive(until: 40)
        await recorder.step(now: feed.began + .seconds(40))
        #expect(try await published.wait(for: 3))
        let clips = published.all.sorted { $0.alarm.time < $1.alarm.time }.compactMap(\.files.first)
        try #require(clips.count == 3)
        #expect(clips[0].sha256 == clips[1].sha256 && clips[1].sha256 != clips[2].sha256)
        #expect(try allFrames(try path(clips[2])).count > 8 * 25)
    }

    @Test("Too many at once go without, and are counted; those under way are made")
    func burst() async throws {
        let file = try video(12)
        var feeds: [String: Feed] = [:]
        for number in 0..<6 { feeds["camera-\(number)"] = try Feed(file) }
        let recorder = recorder(feeds) { ($0.before, $0.after, $0.limit) = (2, 2, 2) }
        for (name, feed) in feeds.sorted(by: { $0.key < $1.key }) {
            feed.arrive(until: 6)
            await recorder.hear(.ringing(name, start: 5, end: 6), settledAt: feed.began + .seconds(6))
        }
        #expect(metrics.prometheusText().contains(#"tocsin_clips_lost_total{reason="busy"} 4"#))
        for feed in feeds.values { feed.arrive(until: 12) }
        await recorder.step(now: .now + .seconds(30))
        #expect(try await published.wait(for: 2))
        try await until("none is under way", within: 900) {
            await recorder.step(now: .now + .seconds(31))
            return metrics.prometheusText().contains("tocsin_clips_under_way 0")
        }
        // There is room again.
        let late = try #require(feeds["camera-5"])
        await recorder.hear(.ringing("camera-5", start: 8, end: 9), settledAt: late.began + .seconds(9))
        await recorder.step(now: .now + .seconds(60))
        #expect(try await published.wait(for: 3))
    }

    @Test("Nothing is taken from the ring: what is to be analysed is there as before, and no frame is dropped")
    func takesNothing() async throws {
        let feed = try Feed(try video(20))
        let recorder = recorder(["gate": feed]) { ($0.before, $0.after) = (5, 2) }
        feed.arrive(until: 4)
        let before = feed.ring.backlog
        await recorder.hear(.ringing(start: 2, end: 3), settledAt: feed.began + .seconds(3))
        await recorder.step(now: feed.began + .seconds(4))
        #expect(feed.ring.backlog == before)
        var taken = 0
        feed.ring.finish()
        while await feed.ring.next() != nil { taken += 1 }
        #expect(taken == before)
    }

    @Test(
        "When the program stops, a clip under way is finished with what there is; with no time left it is dropped whole"
    )
    func stops() async throws {
        for hasTime in [true, false] {
            let feed = try Feed(try video(20))
            let recorder = recorder(["gate": feed])
            feed.arrive(until: 10)
            let alarm = AlarmEvent.ringing(start: 8, end: hasTime ? 9 : 9.5)
            await recorder.hear(alarm, settledAt: feed.began + .seconds(9))
            await recorder.stop(by: hasTime ? .now + .seconds(3600) : .now)
            if hasTime {
                #expect(try allFrames(try path(published.all.first?.files.last)).count == 251)
            } else {
                #expect(metrics.prometheusText().contains(#"tocsin_clips_lost_total{reason="stopped"} 1"#))
            }
            #expect(published.count == 1)
        }
        let names = try names()
        #expect(names.count == 2, "\(names)")
    }

    @Test("Video that is no longer held makes no clip, and too little disk neither; both are counted")
    func losses() async throws {
        let feed = try Feed(try video(20), seconds: 5)
        let recorder = recorder(["gate": feed])
        feed.arrive(until: 20)
        await recorder.hear(.ringing(start: 2, end: 3), settledAt: feed.began + .seconds(3))
        #expect(metrics.prometheusText().contains(#"tocsin_clips_lost_total{reason="gone"} 1"#))
        var settings = store.settings
        settings.minimumFreeBytes = 1 << 50
        let poor = self.recorder(["gate": feed], store: EvidenceStore(settings))
        await poor.hear(.ringing(start: 18, end: 19), settledAt: feed.began + .seconds(19))
        #expect(metrics.prometheusText().contains(#"tocsin_clips_lost_total{reason="disk"} 1"#))
        // Tests, device faults and alarms of an earlier run have no video.
        var test = AlarmEvent.ringing(start: 18, end: 19)
        test.data.isTest = true
        recorder.note(test)
        recorder.note(.ringing(start: 18, end: 19))
        recorder.note(.ringing("another", start: 18, end: 19))
        await recorder.step()
        #expect(metrics.prometheusText().contains("tocsin_clips_under_way 0"))
    }

    @Test(
        "Over RTSP, where no size is announced, both codecs come out as they were sent",
        arguments: ClipOptions.Codec.allCases)
    func rtsp(codec: ClipOptions.Codec) async throws {
        let server = try TestServer.rtsp(
            clip: try video(20, "\(codec.rawValue).mp4", codec: codec), ["--codec", codec.rawValue])
        let ledger = FrameLedger()
        let ring = PacketRing(seconds: 86_400, bytes: 1 << 30, ledger: ledger)
        let address = try StreamAddress("rtsp://127.0.0.1:\(server.port)/cam0")
        let reader = PacketReader(
            settings: StreamSettings(address: address), budget: ConnectionBudget(), ring: ring)
        reader.start()
        defer { reader.stop() }
        try await until("60 packets have come", within: 600) { ledger.counts.received >= 60 }
        // However late this goes on: the recording may be over by then, and the camera connected anew.
        let settledAt = ring.packets(after: -1).packets[59].receivedAt
        let cameras = [CameraID("gate"): ClipCamera(tap: PacketTap(ring), shields: [])]
        let recorder = ClipRecorder(
            camera: { cameras[$0] }, settings: ClipSettings(), store: store, key: key, metrics: metrics
        ) { [published] alarm, files in
            published.alarms.withLock { $0.append((alarm, files)) }
        }
        await recorder.hear(.ringing(start: 1, end: 2), settledAt: settledAt)
        await recorder.stop(by: .now + .seconds(3600))
        let raw = folder.file("raw.mp4")
        _ = try key.open(clip: try path(published.all.first?.files.first), to: raw)
        let frames = try allFrames(raw)
        #expect(frames.count >= 50 && frames.first?.width == 64)
        #expect(try allFrames(try path(published.all.first?.files.last)).count == frames.count)
    }
}
