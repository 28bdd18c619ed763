import Alarms
import Console
import Ledger
import Pipeline
import VideoCore

extension CameraStatus {
    /// Takes in how a camera under analysis is doing, by its own word and by what was seen of it over some seconds.
    mutating func note(_ report: CameraReport, _ view: CameraSampler.View) {
        state = view.state
        cause = view.cause
        since = view.since.map { Timestamp(WallTime(secondsSince1970: $0)) }
        width = report.pictureSize?.width
        height = report.pictureSize?.height
        blindSeconds = Int(report.blindSeconds)
        guard view.state == .up else { return }
        fps = view.rate.perSecond
        lag = report.pictureSize == nil ? nil : (report.lag * 1000).rounded() / 1000
    }
}

extension CameraStatus.State {
    /// What the books call `state`.
    init(_ state: DeviceState) {
        switch state {
        case .up: self = .up
        case .down: self = .down
        case .unknown: self = .unknown
        }
    }
}
