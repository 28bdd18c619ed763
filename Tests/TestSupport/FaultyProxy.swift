import Foundation
import Glibc
import Synchronization

/// A relay between a client and a server on 127.0.0.1 that can be as bad as a network: slow, silent, gone, or repeating
/// what it hears.
public final class FaultyProxy: Sendable {
    /// How it treats what passes.
    public enum Mode: Hashable, Sendable {
        /// As a cable.
        case passes
        /// Answers come so many seconds late.
        case delays(Double)
        /// Connections stay open and nothing passes, as when a cable is pulled.
        case silent
        /// Each piece of an answer comes twice.
        case repeatsAnswers
    }

    private struct State {
        var mode = Mode.passes
        var isOpen = true
        var connections: [Int32] = []
    }

    /// Where it listens.
    public let port: Int
    private let target: Int
    private let listener: Int32
    private let state = Mutex(State())

    /// A relay to port `target`.
    public init(to target: Int) throws {
        self.target = target
        (listener, port) = try Self.listening()
        let thread = Thread { [listener, weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self else { break }
                self.relay(client)
            }
        }
        thread.start()
    }

    deinit { end() }

    /// How it treats what passes from now on; what was held back while it was silent is lost with its connection.
    public var mode: Mode {
        get { state.withLock { $0.mode } }
        set { state.withLock { $0.mode = newValue } }
    }

    /// Ends the connections that there are; new ones are taken.
    public func cut() {
        let all = state.withLock { state in
            defer { state.connections = [] }
            return state.connections
        }
        for connection in all { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    /// Listens no more.
    public func end() {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        guard wasOpen else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        cut()
    }

    private func relay(_ client: Int32) {
        guard let server = Self.connected(to: target) else {
            close(client)
            return
        }
        // Small pieces are passed on as they come: waiting for more would be a fault nobody has asked for.
        for each in [client, server] { Self.sendAtOnce(each) }
        state.withLock { $0.connections += [client, server] }
        let left = Mutex(2)
        let finished = Finish {
            let isLast = left.withLock { left in
                left -= 1
                return left == 0
            }
            guard isLast else { return }
            self.state.withLock { state in state.connections.removeAll { $0 == client || $0 == server } }
            close(client)
            close(server)
        }
        Thread {
            self.copy(from: client, to: server, isAnswer: false); finished.body()
        }.start()
        Thread {
            self.copy(from: server, to: client, isAnswer: true); finished.body()
        }.start()
    }

    private struct Finish: Sendable { let body: @Sendable () -> Void }

    private func copy(from: Int32, to: Int32, isAnswer: Bool) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(from, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { break }
            var times = 1
            switch mode {
            case .passes: break
            case .delays(let seconds): if isAnswer { Thread.sleep(forTimeInterval: seconds) }
            case .silent: continue
            case .repeatsAnswers: times = isAnswer ? 2 : 1
            }
            for _ in 0..<times { guard Self.sendAll(Array(buffer[..<count]), to) else { break } }
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_RDWR))
    }

    private static func sendAll(_ bytes: [UInt8], _ socket: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe send(socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    private static func sendAtOnce(_ socket: Int32) {
        var yes: Int32 = 1
        unsafe setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return address
    }

    private static func listening() throws -> (socket: Int32, port: Int) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(socket, $0, length) == 0 && listen(socket, 64) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileReadUnknown) }
        return (socket, Int(in_port_t(bigEndian: address.sin_port)))
    }

    private static func connected(to port: Int) -> Int32? {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = address(port)
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(socket)
            return nil
        }
        return socket
    }
}
