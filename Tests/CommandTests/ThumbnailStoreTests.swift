import Ledger
import Logging
import TestSupport
import Testing
import VideoCore

@testable import tocsin

/// The newest small picture of each device.
@Suite struct ThumbnailStoreTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private var store: ThumbnailStore {
        ThumbnailStore(
            dataDirectory: folder.path, keepDays: 7, minimumFree: 0, shields: { _ in [] }, logger: Logger(label: "test")
        )
    }

    private func frame() -> Frame {
        Picture(width: 64, height: 48).frame(
            mediaTime: 0, receivedAt: .now, wallTime: WallTime(secondsSince1970: 0), isKeyframe: true, index: 0)
    }

    @Test("It is known once it is written, and found again at the next start")
    func newest() async throws {
        let first = store
        #expect(await first.newest(of: "gate") == nil)
        // 2026-03-02, 10:00 UTC, and the day after at 00:30.
        let slots = [PollSlot(at: 1_772_445_600), PollSlot(at: 1_772_497_800)]
        for slot in slots {
            first.keep(frame(), of: "gate", slot)
            try await until("it is written", within: 10) { first.newestMoment(of: "gate") == slot.start }
        }
        first.keep(frame(), of: "roof", slots[0])
        try await until("it is written", within: 10) { first.newestMoment(of: "roof") == slots[0].start }
        let next = store
        try await until("both are found", within: 10) {
            next.newestMoment(of: "gate") == slots[1].start && next.newestMoment(of: "roof") == slots[0].start
        }
        let found = try #require(await next.newest(of: "gate"))
        #expect(found.at == slots[1].start && found.jpeg.starts(with: [0xFF, 0xD8]))
        #expect(await next.newest(of: "../gate") == nil)
    }
}
