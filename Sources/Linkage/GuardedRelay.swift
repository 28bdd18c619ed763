public import Foundation

/// A relay that lets go by itself when this process dies: a guard process holds it, and this one talks to the guard.
///
/// Not so a controller that hears leases (``LeasedDoor``): that lets go by itself.
public final class GuardedRelay: DoorOutput {
    private let relay: RelayFile
    private let process = Process()
    private let pipe = Pipe()
    private var hasFailed = false
    private var isHeld = false

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
    var works: Bool { !hasFailed && process.isRunning }

    /// Why the relay does not do as it is told.
    public var trouble: String? { works ? nil : "the guard of the relay \(relay.path) is gone, or cannot write it" }

    /// Tells the guard to hold on for `lease`, or lets go, if it holds.
    public func keep(_ lease: DoorLease?) {
        if lease != nil {
            isHeld = true
            say(RelayGuard.holdWord)
        } else if isHeld {
            release()
        }
    }

    /// Lets go.
    public func close() async { keep(nil) }

    /// Lets go: tells the guard, and writes the relay itself, should the guard hang or be gone.
    func release() {
        isHeld = false
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
