import Foundation
import Ledger
import Synchronization
import VideoCore
import VideoStreams

/// Keeps the books of a site: knocks at each channel once a minute, gets a picture of each in every half hour, and says
/// what rings.
///
/// Each recorder has threads of its own, so that a slow one delays no other: one that knocks, and as many as it gives
/// polling streams. Devices under analysis cost nothing.
public final class PollService: Sendable {
    private let targets: [PollTarget]
    private let timing: PollTiming
    private let keeper: BookKeeper
    private let hooks: PollHooks
    private let stop = PollStop()
    private let state: Mutex<State>
    private let threads = DispatchGroup()
    /// Sessions that each recorder gives at a time: knocks and visits share them.
    private let permits: [String: DispatchSemaphore]

    private struct State {
        var watches: [String: DeviceWatch] = [:]
        var agendas: [String: RecorderAgenda] = [:]
        var outages: OutageBook
        /// Devices whose last poll gave no picture.
        var failed: Set<String> = []
        /// When each device did not answer last.
        var missed: [String: ContinuousClock.Instant] = [:]
        /// What devices that are gone were visited for last, should they come back.
        var left: [String: PollSlot] = [:]
    }

    /// Seconds between two looks at what rings, and two words to the books that Tocsin lives.
    private static let tick = 5.0

    /// A service for `targets`, which enters what it sees through `keeper`.
    public convenience init(
        _ targets: [PollTarget], timing: PollTiming = PollTiming(), keeper: BookKeeper, hooks: PollHooks
    ) {
        self.init(targets, timing, keeper, hooks, after: State(outages: OutageBook(recorders: [:])))
    }

    private init(
        _ targets: [PollTarget], _ timing: PollTiming, _ keeper: BookKeeper, _ hooks: PollHooks, after former: State
    ) {
        self.targets = targets
        self.timing = timing
        self.keeper = keeper
        self.hooks = hooks
        let groups = Dictionary(grouping: targets, by: \.group)
        permits = groups.mapValues { DispatchSemaphore(value: max($0.map(\.maxSessions).min() ?? 1, 1)) }
        let ids = Set(targets.map(\.device))
        let done = former.agendas.values.reduce(into: former.left) { $0.merge($1.done) { $1 } }
        state = Mutex(
            State(
                watches: former.watches.filter { ids.contains($0.key) },
                agendas: groups.mapValues { RecorderAgenda($0.map(\.device), done: done) },
                outages: former.outages.going(
                    onWith: groups.filter { $0.value.contains { $0.recorder != nil } }.mapValues {
                        $0.map(\.device)
                    },
                    others: groups.values.filter { $0.allSatisfy { $0.recorder == nil } }.map { $0.map(\.device) }),
                failed: former.failed.intersection(ids), missed: former.missed.filter { ids.contains($0.key) },
                left: done.filter { !ids.contains($0.key) }))
    }

    /// A service for other targets that goes on where this one has ended: what is known of devices that stay is kept. The
    /// books are told that nobody looks at the others any more.
    public func successor(for targets: [PollTarget]) -> PollService {
        let former = state.withLock { $0 }
        let now = Int(WallTime.now.secondsSince1970)
        for device in Set(former.watches.keys).subtracting(targets.map(\.device)).sorted() {
            let change = DeviceWatch.Change(state: .unknown, since: now, isEvent: false)
            keeper.note(device, change)
            hooks.changed(device, change)
        }
        return PollService(targets, timing, keeper, hooks, after: former)
    }

    /// Runs until the task is cancelled; then returns when every thread has ended.
    public func run() async {
        start()
        await withTaskCancellationHandler {
            while !Task.isCancelled {
                tick()
                try? await Task.sleep(for: .seconds(Self.tick))
            }
        } onCancel: {
            stop.stop()
        }
        stop.stop()
        await withCheckedContinuation { done in threads.notify(queue: .global()) { done.resume() } }
        witness()
        await keeper.drain()
    }

    /// Polls every channel once, now, and returns what came of it: recorders side by side, the channels of each in turn.
    public func pollOnce() async -> [String: VisitOutcome] {
        let found = Mutex<[String: VisitOutcome]>([:])
        for (name, group) in Dictionary(grouping: targets, by: \.group) {
            thread("poll \(name)") {
                for target in group {
                    let outcome = self.visit(target)
                    found.withLock { $0[target.device] = outcome }
                }
            }
        }
        await withCheckedContinuation { done in threads.notify(queue: .global()) { done.resume() } }
        return found.withLock { $0 }
    }

    private func start() {
        for (name, group) in Dictionary(grouping: targets, by: \.group) {
            let visited = group.filter { $0.stream != nil }
            if !visited.isEmpty {
                thread("knock \(name)") { self.knock(at: visited) }
                for _ in 0..<max(1, visited.map(\.maxSessions).min() ?? 1) {
                    thread("poll \(name)") { self.poll(name, visited) }
                }
            }
            let analysed = group.filter { $0.stream == nil }
            if !analysed.isEmpty { thread("live \(name)") { self.watch(name, analysed) } }
        }
    }

    private func thread(_ name: String, _ body: @escaping @Sendable () -> Void) {
        threads.enter()
        let thread = Thread { [threads] in
            body()
            threads.leave()
        }
        thread.name = name
        // As for readers: FFmpeg's demuxers keep large buffers on the stack.
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Seconds on a clock that is never set: how long something has lasted does not hang on the civil one.
    private static var steady: Int { Int(DispatchTime.now().uptimeNanoseconds / 1_000_000_000) }

    /// Tells the books that Tocsin watches now, in seconds since 1970.
    @discardableResult
    private func witness() -> Double {
        let now = WallTime.now.secondsSince1970
        keeper.witness(now: now, steady: Double(DispatchTime.now().uptimeNanoseconds) / 1e9)
        return now
    }

    private func tick() {
        let now = witness()
        let (actions, due) = state.withLock { state in
            (
                state.outages.decide(at: Self.steady),
                state.agendas.values.reduce(0) { $0 + $1.dueCount(at: Int(now)) }
            )
        }
        for action in actions { hooks.acted(action) }
        hooks.due(due)
    }
}

/// Signs of life.
extension PollService {
    /// Knocks at each of `group` once a minute.
    private func knock(at group: [PollTarget]) {
        while !stop.isStopping {
            let began = ContinuousClock.now
            var lost: (address: String, code: StreamFailure.Code)?
            var timeouts = 0
            for target in group {
                guard !stop.isStopping, let stream = target.stream else { break }
                // Where nothing at all answered, its other channels need not be tried.
                if let lost, lost.address == stream.address.authority {
                    observe(target.device, SignOfLife(lost.code))
                    continue
                }
                let code = withPermit(of: target) { knock(stream) }
                observe(target.device, code.map(SignOfLife.init) ?? .up)
                // One channel may hang by itself; two in a row speak for the recorder.
                timeouts = code == .connectTimeout ? timeouts + 1 : 0
                if let code, SignOfLife.isOfWholeAddress(code), code != .connectTimeout || timeouts > 1 {
                    lost = (stream.address.authority, code)
                }
            }
            stop.pause(seconds: timing.liveness - (ContinuousClock.now - began) / .seconds(1))
        }
    }

    private func knock(_ stream: StreamSettings) -> StreamFailure.Code? {
        stop.whileInterruptible { ending in
            do throws(StreamFailure) {
                try StreamKnock.run(stream, within: timing.connect, stop: ending)
                return nil
            } catch {
                return error.code
            }
        }
    }

    /// Looks at each of `group`, which are under analysis, once a minute, and takes their polls.
    private func watch(_ name: String, _ group: [PollTarget]) {
        while !stop.isStopping {
            var starting = group.map(\.device).filter { !look(at: $0) }
            let next = ContinuousClock.now + .seconds(timing.liveness)
            while !stop.isStopping, ContinuousClock.now < next {
                pollLive(name, Set(group.map(\.device)))
                stop.pause(seconds: 1)
                // What has just been added is known as soon as it gives pictures.
                starting.removeAll { look(at: $0) }
            }
        }
    }

    /// Whether anything can be said of a device under analysis; takes it in.
    private func look(at device: String) -> Bool {
        guard let view = hooks.live(device) else { return false }
        observe(device, view.sign)
        return true
    }

    private func observe(_ device: String, _ sign: SignOfLife) {
        let now = Int(WallTime.now.secondsSince1970)
        let change = state.withLock { state -> DeviceWatch.Change? in
            let change: DeviceWatch.Change?
            switch sign {
            case .up: change = state.watches[device, default: DeviceWatch()].observe(isUp: true, at: now)
            case .down(let cause):
                // Whoever goes on knocks at once; misses count a minute apart.
                if let last = state.missed[device], .now - last < .seconds(timing.liveness / 2) { return nil }
                state.missed[device] = .now
                change = state.watches[device, default: DeviceWatch()].observe(isUp: false, cause: cause, at: now)
            case .none: change = nil
            }
            if let change { state.outages.note(device, change, at: Self.steady) }
            return change
        }
        guard let change else { return }
        keeper.note(device, change)
        hooks.changed(device, change)
    }
}

/// Picture polls.
extension PollService {
    /// Visits the channels of `group` when they are due.
    private func poll(_ name: String, _ group: [PollTarget]) {
        let targets = Dictionary(group.map { ($0.device, $0) }) { first, _ in first }
        while !stop.isStopping {
            let now = WallTime.now.secondsSince1970
            switch claim(name, Set(targets.keys), at: Int(now)) {
            case .visit(let device, let slot):
                guard let target = targets[device] else { continue }
                let outcome = visit(target)
                // Stopped in its midst: whoever goes on makes it.
                if stop.isStopping, !outcome.result.isObserved {
                    state.withLock { $0.agendas[name]?.release(device) }
                }
                finish(device, slot, outcome)
            // Not longer: the clock may be set.
            case .rest(let until): stop.pause(seconds: min(max(Double(until) - now, 0.2), 10))
            }
        }
    }

    private func pollLive(_ name: String, _ devices: Set<String>) {
        let now = Int(WallTime.now.secondsSince1970)
        // A camera that is still starting has no result yet: it is asked again.
        var asked: Set<String> = []
        while case .visit(let device, let slot) = claim(name, devices.subtracting(asked), at: now, isLive: true) {
            asked.insert(device)
            guard let outcome = hooks.live(device)?.outcome else { continue }
            state.withLock { $0.agendas[name]?.claim(device, slot) }
            finish(device, slot, outcome)
        }
    }

    /// What is due; it is claimed at once unless the devices are under analysis.
    private func claim(_ name: String, _ devices: Set<String>, at now: Int, isLive: Bool = false) -> RecorderAgenda.Step
    {
        state.withLock { state in
            guard !devices.isEmpty, let step = state.agendas[name]?.step(at: now, of: devices) else {
                return .rest(until: now + 10)
            }
            if !isLive, case .visit(let device, let slot) = step { state.agendas[name]?.claim(device, slot) }
            return step
        }
    }

    private func visit(_ target: PollTarget) -> VisitOutcome {
        guard let stream = target.stream else {
            return hooks.live(target.device).flatMap(\.outcome) ?? VisitOutcome(StreamFailure(.stopped))
        }
        var timing = timing
        // One that gave nothing last time either may not keep its neighbours waiting twice.
        if state.withLock({ $0.failed.contains(target.device) }) { timing.secondAttempt = 0 }
        let outcome = withPermit(of: target) {
            ChannelVisit(stream, timing: timing, stop: stop).run { hooks.examination(target.device) }
        }
        guard outcome.result.isObserved else { return outcome }
        state.withLock { state in
            if outcome.result == .noImage {
                state.failed.insert(target.device)
            } else {
                state.failed.remove(target.device)
            }
        }
        return outcome
    }

    /// Does `work` within the sessions that its recorder gives for polling.
    private func withPermit<Value>(of target: PollTarget, _ work: () -> Value) -> Value {
        let permits = permits[target.group]
        permits?.wait()
        defer { permits?.signal() }
        return work()
    }

    private func finish(_ device: String, _ slot: PollSlot, _ outcome: VisitOutcome) {
        guard outcome.result.isObserved else { return }
        let isAnalysed = targets.contains { $0.device == device && $0.stream == nil }
        let now = Int(WallTime.now.secondsSince1970)
        keeper.record(
            Poll(
                device: device, slot: slot, result: outcome.result, cause: outcome.failure?.code.rawValue,
                fault: outcome.fault))
        // What is wrong with the picture of a device under analysis rings by itself.
        if !isAnalysed || outcome.failure != nil {
            state.withLock { $0.outages.note(device, complaint: outcome.complaint, at: now) }
        } else {
            state.withLock { $0.outages.note(device, complaint: nil, at: now) }
        }
        hooks.polled(device, slot, outcome)
    }
}

extension VisitOutcome {
    /// What is to be said of it; nil where all is well. Who did not answer at all is down, and no matter of pictures.
    var complaint: OutageBook.Complaint? {
        if result == .noConnect { return nil }
        if let failure { return OutageBook.Complaint(.deviceOffline, cause: failure.code.rawValue) }
        return fault.map { OutageBook.Complaint(.pictureQuality, cause: $0.rawValue) }
    }
}
