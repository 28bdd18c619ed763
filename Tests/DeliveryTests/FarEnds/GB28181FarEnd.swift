import Alarms
import Delivery
import Foundation
import GB28181Sink
import TestSupport
import VideoCore

/// A GB/T 28181 platform over UDP.
typealias GB28181OverUDP = GB28181FarEnd<GB28181Datagrams>
/// A GB/T 28181 platform over TCP.
typealias GB28181OverTCP = GB28181FarEnd<GB28181Stream>

/// How a platform is reached.
protocol GB28181Way: Sendable {
    static var transport: GB28181Settings.Transport { get }
}

enum GB28181Datagrams: GB28181Way {
    static let transport = GB28181Settings.Transport.udp
}

enum GB28181Stream: GB28181Way {
    static let transport = GB28181Settings.Transport.tcp
}

/// A GB/T 28181 platform that asks for a password.
struct GB28181FarEnd<Way: GB28181Way>: FarEnd {
    static var title: String { "GB/T 28181 over \(Way.transport.rawValue.uppercased())" }

    private let platform: SIPPlatform
    private static var device: String { "34020000001180000001" }

    static func begin(in folder: ScratchFolder) async throws -> Self {
        let login = ["--user", device, "--password", "secret-right", "--qop", "auth"]
        return GB28181FarEnd(platform: try SIPPlatform(in: folder, login))
    }

    func sink(named name: String, _ login: FarEndLogin) throws -> (any AlarmSink)? {
        guard login == .right || login == .wrongPassword else { return nil }
        var settings = GB28181Settings(
            platform: .init(code: "34020000002000000001", host: "127.0.0.1", port: platform.port),
            deviceCode: Self.device)
        settings.transport = Way.transport
        settings.username = Self.device
        settings.password = Secret(login == .right ? "secret-right" : "secret-wrong")
        settings.phases = [.open, .update, .close]
        settings.answerWithin = 5
        return GB28181Sink(name: name, settings)
    }

    var entry: String {
        "gb28181: {platform: {code: \"34020000002000000001\", host: 127.0.0.1, port: \(platform.port)}, "
            + "code: \"\(Self.device)\", transport: \(Way.transport.rawValue), username: \"\(Self.device)\", "
            + "password: secret-right, phases: [open, update, close]}"
    }

    func suffer(_ fault: FarEndFault) async throws -> Bool {
        switch fault {
        case .killed: platform.kill()
        case .slow: try platform.suffer { $0.delay = 0.1 }
        case .silent: try platform.suffer { $0.silent = true }
        case .acknowledgesTwice: try platform.suffer { $0.twice = true }
        case .refuses(let id): try platform.suffer { $0.refuse = [id: 400] }
        }
        return true
    }

    func mend() async throws {
        try platform.suffer { _ in }
        try platform.restart()
    }

    /// The platform is told codes and words, not the event: what binds them is the event's name in a header.
    func received() async throws -> [[UInt8]] {
        platform.alarms().map { alarm in
            let id = alarm.headers?["x-tocsin-event-id"] ?? ""
            let camera = alarm.headers?["x-tocsin-camera"] ?? ""
            return Array(#"{"id":"\#(id)","data":{"camera":{"id":"\#(camera)"}}}"#.utf8)
        }
    }

    func end() async { platform.kill() }
}
