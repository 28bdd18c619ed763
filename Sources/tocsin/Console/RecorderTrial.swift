import Console
import Foundation
import SiteConfig
import Synchronization
import VideoStreams

/// Attempts to get a picture of each channel of a recorder, two at a time.
struct RecorderTrial: Sendable {
    /// Seconds in which all of it is over.
    private static let longest = 60.0
    /// Channels that are tried at the same time: recorders give few sessions.
    private static let together = 2
    /// Channels of the largest recorders.
    private static let most = 256

    private let channels: [(number: Int, stream: StreamSettings)]

    /// What a page asks for. Throws where it makes no sense.
    init(_ question: RecorderQuestion) throws(SetupRefusal) {
        guard let vendor = ChannelTemplate.Vendor(rawValue: question.brand) else {
            throw .malformed(
                "`brand` is not known",
                remedy: "send one of \(ChannelTemplate.Vendor.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard (1...Self.most).contains(question.channels) else {
            throw .malformed("`channels` is no number from 1 to \(Self.most)", remedy: "send how many channels it has")
        }
        let port = question.port ?? 554
        guard (1...65535).contains(port), !question.address.isEmpty, question.address.utf8.count <= 255,
            !question.address.contains(where: { "/@?#{}[]\\ ".contains($0) || !$0.isASCII })
        else {
            throw .malformed(
                "`address` or `port` is not that of a recorder", remedy: "send host and port, as 192.0.2.10 and 554")
        }
        let host = question.address.contains(":") ? "[\(question.address)]" : question.address
        let template = ChannelTemplate(vendor)
        var channels: [(number: Int, stream: StreamSettings)] = []
        for number in 1...question.channels {
            let url = template.url(address: "\(host):\(port)", channel: number, stream: .main)
            guard
                let address = try? StreamAddress(
                    url, username: question.username?.isEmpty == false ? question.username : nil,
                    password: question.password?.isEmpty == false ? question.password : nil)
            else { throw .malformed("`address` is not that of a recorder", remedy: "send its host, as 192.0.2.10") }
            channels.append((number, StreamSettings(address: address)))
        }
        self.channels = channels
    }

    /// What the channels give; those that time, or the recorder itself, did not let us try are said to be so.
    func run() async -> RecorderAnswer {
        let (deadline, end) = (ContinuousClock.now + .seconds(Self.longest), Reason())
        var answers: [Int: ProbeAnswer] = [:]
        await withTaskGroup(of: (Int, ProbeAnswer).self) { group in
            for (place, channel) in channels.enumerated() {
                if place >= Self.together, let (number, answer) = await group.next() { answers[number] = answer }
                group.addTask { (channel.number, await Self.attempt(channel.stream, deadline, end)) }
            }
            for await (number, answer) in group { answers[number] = answer }
        }
        return RecorderAnswer(
            channels: channels.map { number, stream in
                .init(
                    channel: number, url: stream.address.description,
                    probe: answers[number] ?? Self.notTried("the time was over"))
            })
    }

    private static func attempt(
        _ stream: StreamSettings, _ deadline: ContinuousClock.Instant, _ end: Reason
    ) async -> ProbeAnswer {
        if let reason = end.reason { return notTried(reason) }
        let left = (deadline - .now) / .seconds(1)
        guard left > 1 else { return notTried("the time was over") }
        let answer = await StreamTrial(stream, shields: []).run(within: min(left, StreamTrial.longest))
        if let reason = endsAll(answer) { end.note(reason) }
        return answer
    }

    /// Why the channels that are left are not tried.
    private final class Reason: Sendable {
        private let words = Mutex<String?>(nil)

        var reason: String? { words.withLock { $0 } }

        func note(_ reason: String) { words.withLock { $0 = $0 ?? reason } }
    }

    /// Why no other channel need be tried: a wrong password tried often locks the account.
    private static func endsAll(_ answer: ProbeAnswer) -> String? {
        guard let failed = answer.steps.last(where: { !$0.ok }) else { return nil }
        switch failed.step {
        case .login: return "the recorder refused the login, and more attempts might lock the account"
        case .address, .connect: return "the recorder could not be reached"
        default: return nil
        }
    }

    private static func notTried(_ reason: String) -> ProbeAnswer {
        ProbeAnswer(steps: [
            .init(
                .address, ok: false, detail: "not tried: \(reason)",
                remedy: "put that right, or ask for fewer channels, and try again")
        ])
    }
}
