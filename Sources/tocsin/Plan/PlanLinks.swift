import Glibc

/// The links over which cameras are reached.
enum PlanLinks {
    /// Links to `hosts`, one for each camera, that say how fast they are. Names are looked up.
    static func links(to hosts: [String]) -> [Plan.Host.Link] {
        let names = Dictionary(hosts.map { ($0, 1) }, uniquingKeysWith: +)
        var cameras: [String: Int] = [:]
        for (host, count) in names { if let link = name(to: host) { cameras[link, default: 0] += count } }
        return cameras.compactMap { link, count in
            guard let megabits = PlanHost.text("/sys/class/net/\(link)/speed").flatMap(PlanHost.number), megabits > 0
            else { return nil }
            return Plan.Host.Link(
                name: link, bitsPerSecond: megabits * 1e6, share: Double(count) / Double(hosts.count))
        }.sorted { $0.name < $1.name }
    }

    /// Name of the link over which packets to `host` go; nil where there is no route.
    static func name(to host: String) -> String? {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = CInt(SOCK_DGRAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, "554", &hints, &found) == 0, let first = unsafe found else { return nil }
        defer { unsafe freeaddrinfo(first) }
        let info = unsafe first.pointee
        let socket = unsafe socket(info.ai_family, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        // Nothing is sent: the kernel only chooses a route, and with it an address of its own.
        guard unsafe connect(socket, info.ai_addr, info.ai_addrlen) == 0 else { return nil }
        var own = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let named = unsafe withUnsafeMutableBytes(of: &own) { bytes in
            unsafe getsockname(socket, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        guard named == 0 else { return nil }
        return unsafe withUnsafeBytes(of: &own) { bytes in
            unsafe bytes.baseAddress.flatMap { unsafe link(with: $0.assumingMemoryBound(to: sockaddr.self)) }
        }
    }

    /// Name of the link that has `address`.
    private static func link(with address: UnsafePointer<sockaddr>) -> String? {
        let wanted = unsafe text(address)
        var found: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&found) == 0 else { return nil }
        defer { unsafe freeifaddrs(found) }
        var next = unsafe found
        while let entry = unsafe next {
            if let own = unsafe entry.pointee.ifa_addr, unsafe text(own) == wanted, wanted != nil {
                return unsafe String(cString: entry.pointee.ifa_name)
            }
            unsafe next = entry.pointee.ifa_next
        }
        return nil
    }

    /// The address in digits; nil where it is none of the internet.
    private static func text(_ address: UnsafePointer<sockaddr>) -> String? {
        let length: Int
        switch unsafe CInt(address.pointee.sa_family) {
        case AF_INET: length = MemoryLayout<sockaddr_in>.size
        case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
        default: return nil
        }
        var digits = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard
            unsafe getnameinfo(
                address, socklen_t(length), &digits, socklen_t(digits.count), nil, 0, NI_NUMERICHOST) == 0
        else { return nil }
        return String(decoding: digits.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
