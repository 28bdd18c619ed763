import Foundation
import Glibc
import Synchronization

/// Writes lines to a descriptor on a thread of its own, so that a reader that has stopped reading holds up nobody else.
///
/// What is not read yet is kept up to a limit. Lines beyond it are left out, and a line of its own says how many as soon
/// as there is room again.
final class LineWriter: TextOutputStream, Sendable {
    /// The log, and what else goes to standard error while a site is watched.
    static let standardError = LineWriter(descriptor: STDERR_FILENO)
    /// What `tocsin demo` tells.
    static let standardOutput = LineWriter(descriptor: STDOUT_FILENO)

    private struct Pending {
        var bytes: [UInt8] = []
        var leftOut = 0
        var isWriting = false
    }

    private let descriptor: Int32
    private let limit: Int
    private let pending = Mutex(Pending())
    private let available = DispatchSemaphore(value: 0)

    /// A writer to `descriptor` that keeps at most `limit` bytes. Its thread lives as long as the process.
    init(descriptor: Int32, limit: Int = 1 << 20) {
        self.descriptor = descriptor
        self.limit = limit
        let thread = Thread { self.work() }
        thread.name = "lines-\(descriptor)"
        thread.start()
    }

    /// Takes `text`, which ends with its line end, and returns at once.
    func write(_ text: String) { add(text, limit: limit) }

    /// Takes one line and returns at once. One that must not be left out goes beyond the limit.
    func say(_ line: String, mustNotBeLeftOut: Bool = false) {
        add(line + "\n", limit: mustNotBeLeftOut ? nil : limit)
    }

    /// Waits until all is written, for at most `seconds`; false when something is left.
    @discardableResult
    func flush(within seconds: Double) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while !isDone {
            guard ContinuousClock.now < end else { return false }
            usleep(2000)
        }
        return true
    }

    private var isDone: Bool { pending.withLock { $0.bytes.isEmpty && $0.leftOut == 0 && !$0.isWriting } }

    private func add(_ text: String, limit: Int?) {
        pending.withLock { pending in
            // Behind a gap nothing follows until the gap has been named: the count stands where the lines are missing.
            if let limit, pending.leftOut > 0 || pending.bytes.count + text.utf8.count > limit {
                pending.leftOut += 1
            } else {
                pending.bytes += text.utf8
            }
        }
        available.signal()
    }

    private func work() {
        while true {
            available.wait()
            write(takeAll())
            pending.withLock { $0.isWriting = false }
        }
    }

    private func takeAll() -> [UInt8] {
        pending.withLock { pending in
            var bytes = pending.bytes
            if pending.leftOut > 0 { bytes += "… \(pending.leftOut) lines left out here: they were not read\n".utf8 }
            pending = Pending()
            pending.isWriting = true
            return bytes
        }
    }

    /// Waits for the reader as long as it takes. What can never be read is given up.
    private func write(_ bytes: [UInt8]) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done)
            }
            if count >= 0 {
                done += count
            } else if errno == EAGAIN {
                var reader = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                unsafe poll(&reader, 1, -1)
            } else if errno != EINTR {
                return
            }
        }
    }
}
