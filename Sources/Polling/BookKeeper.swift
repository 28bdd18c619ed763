import Dispatch
public import Ledger
public import Logging
import Synchronization
import Telemetry

/// Enters in the books what is observed, in order, on a thread of its own: whoever observes does not wait for the disk.
///
/// What the books refuse, as on a full disk, waits in memory and is offered again. When the civil clock is set, the session
/// ends where it was last witnessed, and a new one begins: what lies between is unknown.
public final class BookKeeper: Sendable {
    private enum Entry {
        case begin(Int)
        case note(String, DeviceState, since: Int, cause: String?)
        case poll(Poll)
        case witness(Int)
    }

    private struct State {
        var waiting: [Entry] = []
        /// How many of these, the first, are being written.
        var underWay = 0
        var devices: [String: (state: DeviceState, cause: String?)] = [:]
        var clock = ClockWatch()
        var complaints = Repeats<String>()
    }

    /// Entries that wait at most, some two weeks of 500 devices; what comes beyond it is lost.
    static let limit = 400_000
    /// Entries written between two looks at what waits.
    private static let batch = 256

    private let books: Books
    private let logger: Logger
    private let state = Mutex(State())
    private let disk = DispatchQueue(label: "books")

    /// A keeper of `books`; begins a session at `now`, in seconds since 1970.
    public init(_ books: Books, now: Double, steady: Double, logger: Logger) {
        self.books = books
        self.logger = logger
        state.withLock { state in
            _ = state.clock.step(civil: now, steady: steady)
            state.waiting = [.begin(Int(now))]
        }
        write()
    }

    /// `change` of `device`.
    public func note(_ device: String, _ change: DeviceWatch.Change) {
        add(.note(device, change.state, since: change.since, cause: change.cause)) { state in
            state.devices[device] = (change.state, change.cause)
        }
    }

    /// The result of a poll.
    public func record(_ poll: Poll) { add(.poll(poll)) }

    /// Tocsin watches at `now`, in seconds since 1970; `steady` on a clock that is never set. To be called every few seconds.
    public func witness(now: Double, steady: Double) {
        let step = state.withLock { state -> Double? in
            guard let step = state.clock.step(civil: now, steady: steady) else {
                // Of several that wait only the last says anything. One that is being written is no longer theirs.
                if state.waiting.count > state.underWay, case .witness = state.waiting.last {
                    state.waiting.removeLast()
                }
                state.waiting.append(.witness(Int(now)))
                return nil
            }
            state.waiting.append(.begin(Int(now)))
            for (device, last) in state.devices.sorted(by: { $0.key < $1.key }) where last.state != .unknown {
                state.waiting.append(.note(device, last.state, since: Int(now), cause: last.cause))
            }
            return step
        }
        if let step { logger.warning("the clock was set by \(Int(step)) s: the books begin anew from here") }
        write()
    }

    /// Returns when everything told before has been offered to the books.
    public func drain() async {
        await withCheckedContinuation { done in disk.async { done.resume() } }
    }

    private func add(_ entry: Entry, _ change: (inout State) -> Void = { _ in }) {
        state.withLock { state in
            change(&state)
            // What begins a session is added elsewhere, and always: without it unknown time would count as known.
            if state.waiting.count < Self.limit { state.waiting.append(entry) }
        }
        write()
    }

    private func write() {
        disk.async {
            while true {
                let entries = self.state.withLock { state -> [Entry] in
                    let entries = Array(state.waiting.prefix(Self.batch))
                    state.underWay = entries.count
                    return entries
                }
                if entries.isEmpty { return }
                var written = 0
                do throws(BooksError) {
                    for entry in entries {
                        try self.enter(entry)
                        written += 1
                    }
                } catch {
                    self.complain(error)
                }
                // Others change only what waits behind these.
                self.state.withLock { state in
                    state.waiting.removeFirst(written)
                    state.underWay = 0
                }
                if written < entries.count { return }
            }
        }
    }

    private func enter(_ entry: Entry) throws(BooksError) {
        switch entry {
        case .begin(let now): try books.beginSession(at: now)
        case .note(let device, let seen, let since, let cause): try books.note(device, seen, since: since, cause: cause)
        case .poll(let poll): try books.record([poll])
        case .witness(let now): try books.witness(at: now)
        }
    }

    private func complain(_ error: BooksError) {
        let now = Double(DispatchTime.now().uptimeNanoseconds) / 1e9
        let (count, leftOut) = state.withLock { ($0.waiting.count, $0.complaints.say("\(error.code)", now: now)) }
        guard leftOut != nil else { return }
        logger.error("the books cannot be written, \(count) entries wait: \(error)")
    }
}
