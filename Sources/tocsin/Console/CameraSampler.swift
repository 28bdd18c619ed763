import Console
import Pipeline
import Synchronization
import VideoCore
import VideoStreams

/// How each camera under analysis is doing, looked at every two seconds: since when, and how many pictures come.
final class CameraSampler: Sendable {
    /// What is known of one camera.
    struct View: Hashable, Sendable {
        var state = CameraStatus.State.unknown
        var cause: String?
        /// Seconds since 1970; nil where that began before anybody looked.
        var since: Double?
        var rate = FrameRate()
    }

    private let views = Mutex<[CameraID: View]>([:])

    /// Takes in what `reports` say at `now`, in seconds since 1970, and at `steady`, in seconds of a clock that is never put
    /// back.
    func sample(_ reports: [CameraReport], now: Double, steady: Double) {
        views.withLock { views in
            views = Dictionary(
                reports.map { report in
                    var view = views[report.id] ?? View()
                    view.note(report.stream, isFirst: views[report.id] == nil, now: now)
                    view.rate.note(report.counts.received, at: steady)
                    return (report.id, view)
                }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// What is known of `camera`.
    func view(of camera: CameraID) -> View { views.withLock { $0[camera] } ?? View() }
}

extension CameraSampler.View {
    /// Takes in where the stream stands at `now`.
    mutating func note(_ stream: PacketReader.Status, isFirst: Bool, now: Double) {
        let (state, cause) = Self.standing(stream)
        if state != self.state || isFirst { since = isFirst ? nil : now }
        self.state = state
        self.cause = cause
    }

    /// A stream that is being connected to anew is down until video comes, for what it went down for.
    static func standing(_ stream: PacketReader.Status) -> (CameraStatus.State, cause: String?) {
        switch stream.phase {
        case .streaming: (.up, nil)
        case .ended: (.ended, nil)
        case .idle: (.unknown, nil)
        case .pausing(let failure): (.down, failure.code.rawValue)
        case .connecting, .awaitingPacket, .awaitingKeyframe:
            stream.lastFailure.map { (.down, $0.code.rawValue) } ?? (.unknown, nil)
        }
    }
}
