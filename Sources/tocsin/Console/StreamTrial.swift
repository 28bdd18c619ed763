import Alarms
import Console
import Foundation
import Synchronization
import VideoCore
import VideoStreams

/// One attempt to get a picture of a stream, and how far it came.
struct StreamTrial: Sendable {
    /// Seconds that an attempt may take.
    static let longest = 15.0
    /// Seconds of video from which the rate of pictures is told.
    private static let span = 1.5

    let stream: StreamSettings
    let shields: [Polygon]

    /// Of `stream`; `shields` are masked in its picture.
    init(_ stream: StreamSettings, shields: [Polygon]) {
        self.stream = stream
        self.shields = shields
    }

    /// An address that cannot be tried.
    struct Unusable: Error {
        let answer: ProbeAnswer

        init(_ detail: String, _ remedy: String) {
            answer = ProbeAnswer(steps: [.init(.address, ok: false, detail: detail, remedy: remedy)])
        }
    }

    /// What a page asks for. Throws where it is no address of a stream: files of this machine are not read.
    init(_ question: ProbeQuestion.Stream) throws(Unusable) {
        let remedy = "write it as rtsp://HOST:554/PATH"
        do throws(StreamAddress.Mistake) {
            let address = try StreamAddress(
                question.url, username: Self.given(question.username), password: Self.given(question.password))
            guard !address.isFile else { throw .noScheme }
            var stream = StreamSettings(address: address)
            if let transport = question.transport {
                guard let known = RTSPTransport(rawValue: transport) else { throw .unsupportedScheme("transport") }
                stream.transport = known
            }
            self.init(stream, shields: [])
        } catch {
            switch error {
            case .unsupportedScheme("transport"): throw Unusable("this transport is not known", "send tcp or udp")
            case .unsupportedScheme, .noScheme, .empty:
                throw Unusable("this is not the address of a stream: rtsp, rtsps, http or https", remedy)
            default: throw Unusable("the address cannot be used: \(error)", remedy)
            }
        }
    }

    private static func given(_ text: String?) -> String? { text?.isEmpty == false ? text : nil }

    /// The answer, within `seconds`, whatever hangs.
    func run(within seconds: Double) async -> ProbeAnswer {
        let (stop, progress, once) = (StopSwitch(), Board(), Once<ProbeAnswer>())
        let thread = Thread { once.settle(attempt(progress, stop)) }
        thread.name = "probe"
        thread.stackSize = 4 << 20
        return await withCheckedContinuation { done in
            once.wait { done.resume(returning: $0) }
            thread.start()
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { stop.stop() }
            // Looking up a name does not hear of a stop.
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds + 0.5) {
                once.settle(answer(progress.now, StreamFailure(.connectTimeout, "\(Int(seconds)) s")))
            }
        }
    }

    /// How far it is, for those on other threads.
    private final class Board: Sendable {
        private let progress = Mutex(Progress())

        var now: Progress { progress.withLock { $0 } }

        func note<Value: Sendable>(_ change: (inout Progress) -> Value) -> Value { progress.withLock { change(&$0) } }
    }

    private struct Progress: Sendable {
        var connectSeconds: Double?
        var codec = ""
        var packets = 0
        var first: Frame?
        var last = 0.0
        var pictures = 0
    }

    private func attempt(_ progress: Board, _ stop: StopSwitch) -> ProbeAnswer {
        var timing = ConnectionTiming()
        (timing.firstPacket, timing.firstKeyframe) = (5, 10)
        let (began, ledger) = (ContinuousClock.now, FrameLedger())
        var failure: StreamFailure?
        do {
            var reader = try FrameReader(opening: stream, timing: timing, ledger: ledger, stop: stop)
            let (seconds, codec) = ((ContinuousClock.now - began) / .seconds(1), reader.codecName)
            progress.note { ($0.connectSeconds, $0.codec) = (seconds, codec) }
            try reader.readAll(demand: { .everyFrame }) { frame in
                let isEnough = progress.note { progress in
                    progress.first = progress.first ?? frame
                    progress.pictures += 1
                    progress.last = frame.mediaTime
                    return frame.mediaTime - (progress.first?.mediaTime ?? 0) >= Self.span
                }
                if isEnough { stop.stop() }
            }
        } catch {
            failure = error as? StreamFailure ?? StreamFailure(.other)
        }
        progress.note { $0.packets = ledger.counts.received }
        return answer(progress.now, failure)
    }

    private func answer(_ progress: Progress, _ failure: StreamFailure?) -> ProbeAnswer {
        let failed = progress.first == nil ? failure ?? StreamFailure(.undecodable, "no picture") : nil
        let end = failed.map {
            Self.step(of: $0.code, isOpen: progress.connectSeconds != nil, packets: progress.packets)
        }
        var steps: [ProbeAnswer.Step] = []
        for name in ProbeAnswer.StepName.allCases {
            if let failed, name == end {
                let detail = failed.detail.isEmpty ? failed.summary : "\(failed.summary) (\(failed.detail))"
                steps.append(.init(name, ok: false, detail: detail, remedy: failed.adviceOnce))
                break
            }
            steps.append(.init(name, ok: true, detail: detail(name, progress)))
        }
        let seen = progress.first.map { frame in
            ProbeAnswer.Stream(
                codec: progress.codec, width: frame.width, height: frame.height,
                fps: rate(progress, since: frame.mediaTime))
        }
        return ProbeAnswer(
            steps: steps, stream: seen, picture: progress.first.flatMap { $0.dataURI(Snapshot(masking: shields)) })
    }

    private func rate(_ progress: Progress, since first: Double) -> Double? {
        let span = progress.last - first
        guard progress.pictures > 1, span > 0 else { return nil }
        return (Double(progress.pictures - 1) / span * 100).rounded() / 100
    }

    private func detail(_ step: ProbeAnswer.StepName, _ progress: Progress) -> String {
        switch step {
        case .address: "\(stream.address)"
        case .connect:
            progress.connectSeconds.map { "agreed after \(String(format: "%.2f", $0)) s" } ?? "something answers"
        case .login: stream.address.username == nil ? "none was needed" : "taken"
        case .stream: progress.codec
        case .packets: progress.packets > 0 ? "\(progress.packets) pictures arrived" : "video arrives"
        case .picture: progress.first.map { "\($0.width) × \($0.height)" } ?? ""
        }
    }

    /// The step that a failure ends.
    private static func step(of code: StreamFailure.Code, isOpen: Bool, packets: Int) -> ProbeAnswer.StepName {
        switch code {
        case .invalidAddress, .unknownHost: .address
        case .refused, .noRoute, .tls, .wrongProtocol: .connect
        case .unauthorized: .login
        case .notFound, .busy, .noVideo, .redirected: .stream
        case .noPacket: .packets
        case .noKeyframe, .undecodable: .picture
        case .connectTimeout, .stalled, .ended, .stopped, .other: !isOpen ? .connect : packets > 0 ? .picture : .packets
        }
    }
}

/// Something that is settled once; whoever comes later is not heard.
private final class Once<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var waiter: (@Sendable (Value) -> Void)?
        var isSettled = false
    }

    private let state = Mutex(State())

    /// `waiter` is called with the value.
    func wait(_ waiter: @escaping @Sendable (Value) -> Void) { state.withLock { $0.waiter = waiter } }

    func settle(_ value: Value) {
        let waiter = state.withLock { state in
            defer { (state.isSettled, state.waiter) = (true, nil) }
            return state.isSettled ? nil : state.waiter
        }
        waiter?(value)
    }
}
