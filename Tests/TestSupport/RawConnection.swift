import Foundation
import Glibc

/// A TCP connection to a port of this machine, byte for byte: for requests that no HTTP library would make.
public final class RawConnection: Sendable {
    private let descriptor: Int32

    /// Connects to `port`; nil where nobody listens. Reading gives up after `patience` seconds.
    public init?(port: Int, patience: Double = 8) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var limit = timeval(tv_sec: Int(patience), tv_usec: Int(patience.truncatingRemainder(dividingBy: 1) * 1e6))
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// Sends `text`; false when the other side has closed.
    @discardableResult
    public func send(_ text: String) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let sent = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            bytes = bytes.dropFirst(sent)
        }
        return true
    }

    /// What comes until the other side closes, and whether it did before the patience was over.
    public func readToEnd() -> (text: String, isClosed: Bool) {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else {
                return (String(decoding: bytes, as: UTF8.self), count == 0 || errno == ECONNRESET)
            }
            bytes += piece[..<count]
        }
    }

    /// What comes until it is enough, the other side closes or the patience is over.
    public func read(until isEnough: (String) -> Bool) -> String {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if isEnough(text) { return text }
            let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return text }
            bytes += piece[..<count]
        }
    }

    /// Sends `request` to `port` and returns all that comes back; nil where nobody listens or the answer does not end.
    /// Waits on a thread of its own, so that those of the tests are free.
    public static func exchange(port: Int, _ request: String, patience: Double = 8) async -> String? {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                let connection = RawConnection(port: port, patience: patience)
                connection?.send(request)
                let answer = connection?.readToEnd()
                continuation.resume(returning: answer?.isClosed == true ? answer?.text : nil)
            }
            thread.start()
        }
    }

    /// A request for `path`, GET unless told otherwise, with header `fields` and a JSON `body`: the status, the header
    /// fields in lower case, the body; nil where nobody answers.
    public static func get(
        port: Int, _ path: String, method: String = "GET", token: String? = nil, fields: [String: String] = [:],
        body: String? = nil, patience: Double = 8
    ) async -> (status: Int, head: String, body: String)? {
        var fields = fields
        fields["Host"] = "localhost"
        fields["Connection"] = "close"
        if let token { fields["Authorization"] = "Bearer \(token)" }
        if let body {
            fields["Content-Length"] = "\(body.utf8.count)"
            fields["Content-Type"] = fields["Content-Type"] ?? "application/json"
        }
        let lines = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
        let request = "\(method) \(path) HTTP/1.1\r\n\(lines)\r\n\(body ?? "")"
        guard let text = await exchange(port: port, request, patience: patience),
            let end = text.firstRange(of: "\r\n\r\n")
        else { return nil }
        let head = text[..<end.lowerBound]
        guard let status = head.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        return (status, head.lowercased(), String(text[end.upperBound...]))
    }
}
