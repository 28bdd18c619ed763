public import Foundation

/// A relay that lets go by itself when this process dies: a guard process holds it, and this one talks to the guard.
public final class GuardedRelay {
    private let relay: RelayFile
    private let process = Process()
    private let pipe = Pipe()
    private var hasFailed = false

    /// The relay at `path`, watched by the program `executable` with the arguments `arguments` and the path.
    ///
    /// Throws when the guard cannot be started, or the relay cannot be written.
    public init(path: String, executable: URL, arguments: [String]) throws {
        relay = RelayFile(path: path)
        guard relay.write(isHeld: false) else { throw RelayTrouble(path: path) }
        process.executableURL = executable
        process.arguments = arguments + [path]
        process.standardInput = pipe
        try process.run()
        let input = pipe.fileHandleForWriting.fileDescriptor
        _ = fcntl(input, F_SETFL, fcntl(input, F_GETFL) | O_NONBLOCK)
    }

    deinit {
        try? pipe.fileHandleForWriting.close()
    }

    /// Whether the guard lives and has taken every word.
    public var works: Bool { !hasFailed && process.isRunning }
    /// The guard.
    public var guardProcess: Int32 { process.processIdentifier }

    /// Says that the door is to be held; to be said again at least each second.
    public func hold() { say(RelayGuard.holdWord) }

    /// Lets go: tells the guard, and writes the relay itself, should the guard hang or be gone.
    public func release() {
        say(RelayGuard.releaseWord)
        if !relay.write(isHeld: false) { hasFailed = true }
    }

    private func say(_ word: UInt8) {
        var word = word
        guard process.isRunning,
            unsafe write(pipe.fileHandleForWriting.fileDescriptor, &word, 1) == 1
        else {
            hasFailed = true
            return
        }
    }
}

/// A relay cannot be written.
public struct RelayTrouble: Error, CustomStringConvertible {
    let path: String
    /// What is wrong and what to do.
    public var description: String {
        "the relay \(path) cannot be written; check the path and that the service may write there"
    }
}
