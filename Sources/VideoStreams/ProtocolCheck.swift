import Glibc

/// Tells a server that says nothing from one that says something else than RTSP: FFmpeg takes what is no RTSP for noise
/// before the answer, and waits on.
struct ProtocolCheck {
    private let interruption: Interruption
    /// How long the server may take to say something, in seconds: a twentieth of what it was given for an answer, and never
    /// less than a slow line needs.
    private let patience: Double

    /// A check of a server that did not answer within what `interruption` allowed. A stop ends the check too.
    init(after interruption: Interruption) {
        self.interruption = interruption
        patience = max(0.25, (interruption.allowed ?? 0) / 20)
    }

    /// Whether what answers at `address` begins with anything but `RTSP/`. False where it cannot be told.
    func speaksAnother(at address: StreamAddress) -> Bool {
        guard address.scheme == .rtsp, let socket = connect(to: address.host, port: address.port ?? 554) else {
            return false
        }
        defer { close(socket) }
        let request = Array("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n".utf8)
        guard unsafe send(socket, request, request.count, CInt(MSG_NOSIGNAL)) == request.count else { return false }
        guard wait(socket, for: POLLIN) else { return false }
        var answer = [UInt8](repeating: 0, count: 5)
        let count = unsafe recv(socket, &answer, answer.count, 0)
        return count > 0 && !Array("RTSP/".utf8).starts(with: answer.prefix(count))
    }

    private func connect(to host: String, port: Int) -> CInt? {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, "\(port)", &hints, &found) == 0, let first = unsafe found else { return nil }
        defer { unsafe freeaddrinfo(first) }
        let info = unsafe first.pointee
        let socket = unsafe socket(info.ai_family, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else { return nil }
        let result = unsafe Glibc.connect(socket, info.ai_addr, info.ai_addrlen)
        if result == 0 || errno == EINPROGRESS, wait(socket, for: POLLOUT) { return socket }
        close(socket)
        return nil
    }

    private func wait(_ socket: CInt, for event: CInt) -> Bool {
        let deadline = ContinuousClock.now + .seconds(patience)
        var waiting = pollfd(fd: socket, events: CShort(event), revents: 0)
        while true {
            // Before the look: however long this thread was kept waiting, one look follows the deadline.
            let isOver = interruption.isStopping || ContinuousClock.now >= deadline
            let found = unsafe poll(&waiting, 1, isOver ? 0 : 20)
            guard found == 0 || (found < 0 && errno == EINTR), !isOver else {
                return found == 1 && waiting.revents & CShort(event) != 0
            }
        }
    }
}
