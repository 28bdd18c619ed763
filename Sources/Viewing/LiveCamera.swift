import Dispatch
import Foundation
import Synchronization
import VideoCore
import VideoStreams

/// One camera that is watched live: a thread that decodes while somebody watches, and ends with the last viewer.
final class LiveCamera: Sendable {
    /// Pictures a second at most.
    static let rate = 4.0
    /// Columns of a picture at most.
    static let width = 960
    /// Seconds after which the last picture is shown again: so whoever has gone without a word is noticed.
    static let repeatAfter = 5.0

    private struct State {
        var viewers: [Int: AsyncStream<[UInt8]>.Continuation] = [:]
        var joined = 0
        var latest: [UInt8]?
        var isOver = false
    }

    private let camera: @Sendable () -> ViewedCamera?
    private let onEnd: @Sendable (LiveCamera) -> Void
    private let state = Mutex(State())
    private let left = DispatchSemaphore(value: 0)

    /// The camera that `camera` tells of, as it is set up at each moment. `onEnd` is called when nobody watches any more.
    init(_ camera: @escaping @Sendable () -> ViewedCamera?, onEnd: @escaping @Sendable (LiveCamera) -> Void) {
        self.camera = camera
        self.onEnd = onEnd
    }

    /// How many watch it.
    var viewers: Int { state.withLock { $0.viewers.count } }

    /// Starts the thread; to be called once, after the first has joined.
    func start() { QuietThreads.start("live") { self.run() } }

    /// The pictures from now on, of which a slow viewer is given the newest; nil when the last viewer has just gone.
    func join() -> AsyncStream<[UInt8]>? {
        let (pictures, viewer) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state -> Int? in
            guard !state.isOver else { return nil }
            state.joined += 1
            state.viewers[state.joined] = viewer
            if let latest = state.latest { viewer.yield(latest) }
            return state.joined
        }
        guard let number else { return nil }
        viewer.onTermination = { [weak self] _ in self?.leave(number) }
        return pictures
    }

    private func leave(_ number: Int) {
        // Let go of outside the lock: what ends with it may ask for the lock.
        let gone = state.withLock { $0.viewers.removeValue(forKey: number) }
        if gone != nil { left.signal() }
    }

    private func run() {
        var decoder: LiveDecoder?
        var known: ViewedCamera?
        // Decoded, and not shown yet: the last picture before a pause is not lost to the rate.
        var waiting: Frame?
        var shown = -Double.infinity
        while isWatched {
            guard let camera = camera() else {
                // It is gone: nobody is shown what it saw.
                dismissAll()
                break
            }
            if known?.tap != camera.tap {
                decoder = LiveDecoder(camera.tap)
                waiting = nil
            }
            // What was made before may show what is masked now.
            if known?.tap != camera.tap || known?.shields != camera.shields { state.withLock { $0.latest = nil } }
            known = camera
            waiting = decoder?.newest() ?? waiting
            if Self.now - shown >= 1 / Self.rate, let frame = waiting {
                waiting = nil
                if let picture = ShownPicture.make(frame, shields: camera.shields, width: Self.width, quality: 70) {
                    show(picture.jpeg)
                    shown = Self.now
                }
            }
            if Self.now - shown >= Self.repeatAfter, let latest = state.withLock({ $0.latest }) {
                show(latest)
                shown = Self.now
            }
            _ = left.wait(timeout: .now() + 0.1)
        }
        onEnd(self)
    }

    /// Ends the pictures of everybody; nobody can join any more.
    private func dismissAll() {
        let viewers = state.withLock { state in
            state.isOver = true
            defer { state.viewers = [:] }
            return Array(state.viewers.values)
        }
        for viewer in viewers { viewer.finish() }
    }

    private static var now: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

    /// Whether anybody watches; once nobody does, nobody can join any more.
    private var isWatched: Bool {
        state.withLock { state in
            if state.viewers.isEmpty { state.isOver = true }
            return !state.isOver
        }
    }

    private func show(_ jpeg: [UInt8]) {
        let viewers = state.withLock { state in
            state.latest = jpeg
            return Array(state.viewers.values)
        }
        for viewer in viewers { viewer.yield(jpeg) }
    }
}
