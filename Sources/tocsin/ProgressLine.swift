import Foundation
import Glibc

/// A line on a terminal that says how far a long piece of work has come; nothing where standard error is no terminal.
final class ProgressLine {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var lastShown = ContinuousClock.now
    private var isShown = false

    /// Shows the position in the video, a few times a second at most.
    func show(mediaTime: Double, of duration: Double?) {
        guard isTerminal, ContinuousClock.now - lastShown > .milliseconds(200) else { return }
        lastShown = .now
        isShown = true
        let share = duration.map { String(format: " of %.0f s (%.0f %%)", $0, min(100, 100 * mediaTime / $0)) } ?? " s"
        write(String(format: "\r\u{1b}[K%.1f", mediaTime) + share)
    }

    /// Removes the line.
    func clear() { if isShown { write("\r\u{1b}[K") } }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
