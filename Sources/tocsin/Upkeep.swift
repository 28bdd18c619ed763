import Alarms
import Foundation
import Logging
import Pipeline
import ServiceLifecycle
import Synchronization
import VideoCore
import VideoStreams

/// What has to be done now and then: offer waiting alarms to the queue, delete what has expired, say how it goes.
struct Upkeep: Service {
    let desk: AlarmDesk
    let earlier: EarlierAlarms
    let outbox: Outbox
    let supervisor: Supervisor
    let keepDays: Int
    let clock: ClockDoubt
    /// Whom the queue keeps alarms for.
    let receivers: Receivers
    let health: SiteHealth
    let logger: Logger

    private static let step = Duration.seconds(1)
    /// Steps between two attempts to queue what earlier runs have saved.
    private static let takeInEvery = 3
    /// Steps between two lines about the cameras.
    private static let reportEvery = 60
    /// Steps between two looks for what has expired.
    private static let expireEvery = 3600

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            for step in 0... {
                try await Task.sleep(for: Self.step)
                health.note(waiting: desk.waitingCount)
                _ = await desk.retryWaiting()
                health.beat(SiteHealth.desk)
                if step % Self.takeInEvery == 0 { await earlier.retry() }
                if step % Self.reportEvery == Self.reportEvery - 1 { report() }
                if step % Self.expireEvery == 0 { expire() }
            }
        }
    }

    private func report() {
        for report in supervisor.reports { logger.info("\(report.sentence)") }
    }

    private func expire() {
        guard !clock.isDoubted.load(ordering: .relaxed) else { return }
        do {
            let moment = WallTime.now.advanced(by: -Double(keepDays) * 86_400)
            try outbox.prune(before: moment, consumers: receivers.names)
            try receivers.forgetOthers()
        } catch {
            logger.error("the queue cannot be pruned: \(error)")
        }
    }
}

extension CameraReport {
    /// One line about the camera.
    var sentence: String {
        var parts = ["camera \(id): \(state)", "\(counts.received) received", "\(counts.decoded) decoded"]
        parts += counts.skipped.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) skipped (\($0.key))" }
        parts += counts.dropped.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) dropped (\($0.key))" }
        if counts.pending != 0 { parts.append("\(counts.pending) pending") }
        if restarts > 0 { parts.append("\(restarts) restarts") }
        if blindSeconds >= 1 { parts.append("blind for \(Int(blindSeconds.rounded())) s") }
        return parts.joined(separator: ", ")
    }

    private var state: String {
        switch stream.phase {
        case .idle: "not started"
        case .connecting: "connecting"
        case .awaitingPacket, .awaitingKeyframe: "waiting for video"
        case .streaming: "video arrives"
        case .pausing(let failure): failure.code == .stopped ? "stopped" : "no video, \(failure.summary)"
        case .ended: "recording ended"
        }
    }
}
