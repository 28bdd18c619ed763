import Synchronization

/// The way to the controller of a lift.
public protocol DoorLine: Sendable {
    /// Seconds after which the controller is told again that the door is free, which shows whether it is there.
    var rest: Double { get }
    /// Says `word` and returns when the far end has taken it; throws why it has not. Ends soon when the task is cancelled.
    func say(_ word: DoorWord) async throws
}

/// A lift's door that its controller holds for as long as it hears leases, and lets go when it hears nothing.
///
/// No guard process is needed as for a relay's file, which stays as it was last written: here the far end itself lets go
/// when this process dies.
public final class LeasedDoor: DoorOutput, Sendable {
    private let line: any DoorLine
    private let state: Mutex<State>
    private static let start = ContinuousClock.now

    private struct State {
        var talk: LeaseTalk
        var saying: Task<Void, Never>?
    }

    /// The door of `lift`, whose controller is at the end of `line`. It is told at once that the door is free.
    public init(lift: String, line: any DoorLine) {
        self.line = line
        state = Mutex(State(talk: LeaseTalk(lift: lift, rest: line.rest)))
        keep(nil)
    }

    deinit { state.withLock { $0.saying?.cancel() } }

    /// Why the controller is in doubt; nil while it has taken every word.
    public var trouble: String? { state.withLock { $0.talk.trouble } }

    /// Says what is wanted, if it is time to say it.
    public func keep(_ lease: DoorLease?) {
        let now = (ContinuousClock.now - Self.start) / .seconds(1)
        state.withLock { state in
            guard let (number, word) = state.talk.say(lease, now: now) else { return }
            state.saying?.cancel()
            state.saying = Task { [line, weak self] in
                var failure: String?
                do { try await line.say(word) } catch { failure = "\(error)" }
                self?.answered(number, failure)
            }
        }
    }

    /// Lets go, and waits for a second at most until the controller has taken that.
    public func close() async {
        keep(nil)
        // Not a child: whoever closes is cancelled already, and would not wait.
        await Task {
            for _ in 0..<50 where state.withLock({ $0.talk.isUnderWay }) {
                try? await Task.sleep(for: .milliseconds(20))
            }
        }.value
    }

    private func answered(_ number: Int, _ failure: String?) {
        state.withLock { $0.talk.answered(number, failure: failure) }
    }
}
