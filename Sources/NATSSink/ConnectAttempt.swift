import CNATS
import Dispatch
import Foundation
import Glibc
import Synchronization

/// One try to connect that ends in time.
///
/// The library bounds the way to a server's first words, and waits without end for what follows: a server that falls
/// silent in the middle of the handshake would hold its caller for ever. So the try is made on a thread of its own, and
/// the sockets it has opened are shut when it takes too long, which ends it with an error.
final class ConnectAttempt: Sendable {
    /// Pointers as numbers, since they change threads here.
    private struct Outcome {
        let status: natsStatus
        let connection: UInt
    }

    private let outcome = Mutex<Outcome?>(nil)
    private let isOver = DispatchSemaphore(value: 0)
    private let socketsBefore = Set(ConnectAttempt.sockets())

    /// Connects with `options`, which are freed, within `seconds`. The connection is the caller's to destroy.
    static func connect(_ options: OpaquePointer, ports: Set<Int>, seconds: Double) -> (natsStatus, OpaquePointer?) {
        let attempt = ConnectAttempt()
        attempt.begin(UInt(bitPattern: options))
        if attempt.isOver.wait(timeout: .now() + seconds) == .timedOut {
            attempt.sever(ports)
            // Looking a name up cannot be ended; then the thread lets go of what it got once it has it.
            if attempt.isOver.wait(timeout: .now() + 1) == .timedOut { return unsafe attempt.abandon() }
        }
        let end = attempt.outcome.withLock { $0 }
        guard let end else { return (NATS_TIMEOUT, nil) }
        return unsafe (end.status, OpaquePointer(bitPattern: end.connection))
    }

    private func begin(_ options: UInt) {
        let thread = Thread {
            let options = unsafe OpaquePointer(bitPattern: options)
            var connection: OpaquePointer?
            let status = unsafe natsConnection_Connect(&connection, options)
            unsafe natsOptions_Destroy(options)
            let isWanted = self.outcome.withLock { outcome in
                guard outcome == nil else { return false }
                outcome = Outcome(status: status, connection: UInt(bitPattern: connection))
                return true
            }
            if !isWanted { unsafe natsConnection_Destroy(connection) }
            self.isOver.signal()
        }
        thread.name = "nats-connect"
        thread.start()
    }

    private func abandon() -> (natsStatus, OpaquePointer?) {
        let end = outcome.withLock { outcome in
            defer { outcome = outcome ?? Outcome(status: NATS_TIMEOUT, connection: 0) }
            return outcome
        }
        return unsafe (end?.status ?? NATS_TIMEOUT, end.flatMap { unsafe OpaquePointer(bitPattern: $0.connection) })
    }

    /// Shuts the sockets to `ports` that were opened since the try began.
    private func sever(_ ports: Set<Int>) {
        for socket in Self.sockets() where !socketsBefore.contains(socket) {
            if let port = Self.peerPort(of: socket), ports.contains(port) { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    private static func sockets() -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }
    }

    /// The port at the other end of a TCP connection; nil for anything else.
    private static func peerPort(of socket: Int32) -> Int? {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isConnected = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getpeername(socket, $0, &length) }
        }
        guard isConnected == 0, [AF_INET, AF_INET6].contains(Int32(address.ss_family)) else { return nil }
        // Both kinds of address have the port in the same place.
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                unsafe Int(in_port_t(bigEndian: $0.pointee.sin_port))
            }
        }
    }
}
