import Foundation

/// The watchdog of a relay, a process of its own: it lets go when whoever holds the door says so, says nothing for three
/// seconds, or is gone.
///
/// Reads single bytes: `h` hold on, `r` let go. It ends, the relay open, with the end of its input.
public struct RelayGuard: Sendable {
    /// Milliseconds without a word after which it lets go.
    static let usualPatience: Int32 = 3000
    /// Seconds for which it tries to let go at its end.
    private static let lastAttempts = 600
    private let relay: RelayFile
    private let patience: Int32

    /// A guard of `relay`.
    public init(_ relay: RelayFile) { self.init(relay, patience: Self.usualPatience) }

    init(_ relay: RelayFile, patience: Int32) {
        self.relay = relay
        self.patience = patience
    }

    /// Watches `input`, by default standard input, until it ends.
    public func run(input: Int32 = 0) {
        // A terminal's Ctrl-C and a service's stop reach this process too: it goes when its input does.
        for number in [SIGINT, SIGTERM, SIGHUP] { _ = signal(number, SIG_IGN) }
        var isHeld = false
        _ = relay.write(isHeld: false)
        while true {
            var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&waiting, 1, isHeld ? patience : -1)
            if ready < 0, errno == EINTR { continue }
            var byte: UInt8 = 0
            guard ready > 0 else {
                isHeld = false
                _ = relay.write(isHeld: false)
                continue
            }
            guard unsafe read(input, &byte, 1) == 1 else { break }
            isHeld = byte == Self.holdWord
            // Whoever holds the door learns from its end that the relay does not work.
            guard relay.write(isHeld: isHeld) else { break }
        }
        var attempts = 0
        while !relay.write(isHeld: false), attempts < Self.lastAttempts {
            attempts += 1
            sleep(1)
        }
    }

    static let holdWord = UInt8(ascii: "h")
    static let releaseWord = UInt8(ascii: "r")
}
