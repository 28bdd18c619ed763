import Ledger
import Logging
import Polling
import TestSupport
import Testing
import VideoCore
import VideoStreams

@testable import tocsin

/// Polls that go on with other devices.
@Suite(.timeLimit(.minutes(2))) struct PollRoundsTests {
    @Test func `Devices come and go while it runs, as often as one likes, and it ends when it is told to`() async throws
    {
        let folder = try ScratchFolder()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let keeper = BookKeeper(
            try Books(path: folder.file("books.sqlite")), now: WallTime.now.secondsSince1970, steady: 0, logger: logger)
        let (changes, tell) = AsyncStream<String>.makeStream()
        var hooks = PollHooks()
        hooks.live = { _ in LiveView(sign: .up, outcome: nil) }
        hooks.changed = { device, change in tell.yield("\(device) \(change.state)") }
        func targets(_ device: String) -> [PollTarget] { [PollTarget(device: device, stream: nil)] }
        let rounds = PollRounds(PollService(targets("a"), keeper: keeper, hooks: hooks))
        let running = Task { await rounds.run() }
        var seen = changes.makeAsyncIterator()
        #expect(await seen.next() == "a up")
        for (old, new) in [("a", "b"), ("b", "c"), ("c", "a")] {
            rounds.set(targets(new))
            #expect(await seen.next() == "\(old) unknown")
            #expect(await seen.next() == "\(new) up")
        }
        running.cancel()
        await running.value
    }
}
