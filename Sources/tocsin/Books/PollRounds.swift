import Polling

/// Polls of a site that go on with other devices when its file says so.
final class PollRounds: Sendable {
    private let first: PollService
    private let changes: AsyncStream<[PollTarget]>
    private let change: AsyncStream<[PollTarget]>.Continuation

    /// Begins with `service`.
    init(_ service: PollService) {
        first = service
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Polls `targets` from now on. Returns at once.
    func set(_ targets: [PollTarget]) { change.yield(targets) }

    /// Runs until the task is cancelled; to be called once. The books are kept by one service at a time.
    func run() async {
        var service = first
        while !Task.isCancelled {
            let current = service
            let targets = await withTaskGroup(of: [PollTarget]?.self) { group in
                group.addTask {
                    await current.run()
                    return nil
                }
                group.addTask { [changes] in await changes.first { _ in true } }
                let first = await group.next() ?? nil
                group.cancelAll()
                return first
            }
            guard let targets else { return }
            service = current.successor(for: targets)
        }
    }
}
