import CFFmpeg
import Foundation
import Synchronization

/// Ends a blocking call of FFmpeg, or a wait, when told to stop or when a deadline has passed.
///
/// FFmpeg asks ``interrupts`` some ten times a second while it waits for the network.
final class Interruption: Sendable {
    private let stopping = Atomic<Bool>(false)
    private let deadline = Atomic<UInt64>(.max)
    /// Nanoseconds that ``allow(seconds:)`` gave last.
    private let allowance = Atomic<UInt64>(.max)
    private let wake = NSCondition()

    /// Whether ``stop()`` was called.
    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// Whether the deadline has passed.
    var isLate: Bool { DispatchTime.now().uptimeNanoseconds >= deadline.load(ordering: .relaxed) }

    /// Whether a blocking call has to end now.
    var interrupts: Bool { isStopping || isLate }

    /// The seconds that blocking calls were allowed last; nil where they may go on for ever.
    var allowed: Double? {
        let nanoseconds = allowance.load(ordering: .relaxed)
        return nanoseconds == .max ? nil : Double(nanoseconds) / 1e9
    }

    /// From now on blocking calls end after `seconds`; never, when nil.
    func allow(seconds: Double?) {
        let nanoseconds = seconds.map { UInt64(max(0, $0) * 1e9) }
        allowance.store(nanoseconds ?? .max, ordering: .relaxed)
        deadline.store(nanoseconds.map { DispatchTime.now().uptimeNanoseconds &+ $0 } ?? .max, ordering: .relaxed)
    }

    /// Ends the blocking call under way; the next ``allow(seconds:)`` permits further ones.
    func breakOff() { deadline.store(0, ordering: .relaxed) }

    /// Ends the call or wait under way, and all later ones.
    func stop() {
        wake.lock()
        stopping.store(true, ordering: .releasing)
        wake.broadcast()
        wake.unlock()
    }

    /// Waits `seconds`, or until stopped.
    func wait(seconds: Double) {
        let until = Date(timeIntervalSinceNow: seconds)
        wake.lock()
        defer { wake.unlock() }
        while !isStopping, wake.wait(until: until) {}
    }

    /// The callback for FFmpeg. It holds this object unretained, so the object has to outlive the context.
    var callback: AVIOInterruptCB {
        unsafe AVIOInterruptCB(
            callback: { opaque in
                guard let opaque = unsafe opaque else { return 0 }
                return unsafe Unmanaged<Interruption>.fromOpaque(opaque).takeUnretainedValue().interrupts ? 1 : 0
            },
            opaque: Unmanaged.passUnretained(self).toOpaque())
    }
}
