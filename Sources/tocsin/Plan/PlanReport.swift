import Foundation
import VideoCore
import VideoStreams

/// What `tocsin plan` has to say: each camera, the host, and what fits.
struct PlanReport: Codable {
    /// One camera.
    struct Camera: Codable {
        var camera: String
        /// Columns and rows; nil where no picture came.
        var picture: [Int]?
        var framesPerSecond: Double?
        var need: Plan.Need
        /// Whether its need was measured, or taken from other cameras.
        var isMeasured: Bool
        /// What went wrong, or why it was not measured, and what to do.
        var failure: String?
    }

    var seconds: Double
    var cameras: [Camera]
    var host: Plan.Host
    var evidence: Plan.Evidence
    var plan: Plan
    /// Cameras that fit; nil where nothing limits them, or no camera was measured.
    var fits: Int?
    /// What ends first.
    var first: Plan.Resource?
    /// Cameras that were tried.
    var tried: Int
    /// Why not all were.
    var shortage: PlanPace.Shortage?
    /// Cameras let go early because this host could not keep up with all at once.
    var letGo: Int

    init(
        _ probed: [PlanProbe.Camera], _ outcome: PlanProbe.Outcome, host: Plan.Host, evidence: Plan.Evidence,
        seconds: Double
    ) {
        cameras = Self.cameras(probed, outcome, seconds)
        plan = Plan(
            host: host, evidence: evidence, needs: cameras.contains(where: \.isMeasured) ? cameras.map(\.need) : [],
            recorders: Self.recorders(probed, outcome))
        (fits, first) = (plan.cameras, plan.first)
        (tried, shortage) = (outcome.sights.count { $0.stage != .untried }, outcome.shortage)
        letGo = outcome.sights.count(where: \.isLetGo)
        (self.seconds, self.host, self.evidence) = (seconds, host, evidence)
    }

    /// Whether any camera gave a picture.
    var hasMeasured: Bool { cameras.contains(where: \.isMeasured) }

    private static func cameras(
        _ probed: [PlanProbe.Camera], _ outcome: PlanProbe.Outcome, _ seconds: Double
    ) -> [Camera] {
        let pixels = outcome.sights.reduce(0) { $0 + $1.width * $1.height }
        let shared = outcome.sharedSeconds / max(outcome.sights.reduce(0) { $0 + $1.watchedSeconds }, 1)
        var cameras = zip(probed, outcome.sights).map { camera, sight in
            // Pictures are what the memory goes on, so it is shared out by their size; a service keeps packets besides.
            let share = pixels > 0 ? Double(sight.width * sight.height) / Double(pixels) : 0
            let stream = camera.trial.stream
            let packets = min(stream.bufferSeconds * sight.bitsPerSecond / 8, Double(stream.bufferBytes))
            let need = Plan.Need(
                cores: sight.cores + shared,
                memoryBytes: share * outcome.memoryBytes + packets, bitsPerSecond: sight.bitsPerSecond)
            return Camera(
                camera: camera.id.name, picture: sight.width > 0 ? [sight.width, sight.height] : nil,
                framesPerSecond: sight.isMeasured ? sight.framesPerSecond : nil, need: need,
                isMeasured: sight.isMeasured,
                failure: sight.reason(stream.address)
                    ?? (stream.address.isFile ? sight.shortfall(of: seconds) : nil))
        }
        estimate(&cameras)
        return cameras
    }

    /// Gives cameras that were not measured what others take: those of the same size where that is known, else all.
    static func estimate(_ cameras: inout [Camera]) {
        let known = cameras.filter(\.isMeasured)
        for index in cameras.indices where !cameras[index].isMeasured {
            let alike = known.filter { $0.picture == cameras[index].picture }
            cameras[index].need = .mean(of: (alike.isEmpty ? known : alike).map(\.need))
        }
    }

    private static func recorders(_ probed: [PlanProbe.Camera], _ outcome: PlanProbe.Outcome) -> [Plan.Recorder] {
        Dictionary(grouping: zip(probed, outcome.sights), by: \.0.recorder).compactMap { id, cameras in
            let refused = cameras.count { $0.1.failure?.code == .busy }
            guard refused > 0 else { return nil }
            return Plan.Recorder(
                id: id, given: cameras.count(where: \.1.hasPicture),
                asked: cameras.count { $0.1.stage != .untried }, refused: refused)
        }.sorted { $0.id < $1.id }
    }
}

extension PlanReport {
    /// As JSON, for programs.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// For people.
    func text() -> String {
        // A table of noughts, and no limit, would read as if any number fitted.
        guard hasMeasured else { return ([hostLine] + troubles).joined(separator: "\n") }
        return ([table, "", hostLine, needLine] + troubles + ["", limits, ""] + verdict).joined(separator: "\n")
    }

    private var table: String {
        let rows = cameras.map { camera in
            [
                camera.camera, camera.picture.map { "\($0[0]) × \($0[1])" } ?? "–",
                camera.framesPerSecond.map { $0.decimal(0) } ?? "–", (camera.need.bitsPerSecond / 1e6).decimal(1),
                camera.need.cores.decimal(2), (camera.need.memoryBytes / 1e6).decimal(0),
                camera.isMeasured ? "" : "estimated",
            ]
        }
        return TextTable([["CAMERA", "PICTURE", "FPS", "MBIT/S", "CORES", "MB", ""]] + rows).text()
    }

    private var hostLine: String {
        var parts = [
            "\(host.cores.decimal(host.cores == host.cores.rounded() ? 0 : 1)) cores, \(host.busyCores.decimal(1)) of them "
                + "busy with other programs", "\((host.memoryBytes / 1e9).decimal(1)) GB of memory free",
        ]
        if let free = host.diskBytes {
            let speed = host.diskBytesPerSecond.map { " (writes \(($0 / 1e6).decimal(0)) MB/s)" } ?? ""
            parts.append("\((free / 1e9).decimal(0)) GB of disk for evidence\(speed)")
        }
        let links = host.links.map { "\($0.name) \(($0.bitsPerSecond / 1e6).decimal(0)) Mbit/s" }
        parts.append(links.isEmpty ? "speed of the network not known" : links.joined(separator: ", "))
        return "This host: " + parts.joined(separator: "; ") + "."
    }

    private var needLine: String {
        let need = plan.need
        let kept = evidence.bytes(bitsPerSecond: need.bitsPerSecond)
        return "A camera, on average: \(need.cores.decimal(2)) cores, \((need.memoryBytes / 1e6).decimal(0)) MB, "
            + "\((need.bitsPerSecond / 1e6).decimal(1)) Mbit/s, \((kept / 1e9).decimal(1)) GB of evidence "
            + "(\(evidence.alarmsPerDay.decimal(1)) alarms a day kept \(evidence.days.decimal(0)) days)."
    }

    private var troubles: [String] {
        var lines = Self.reasons(cameras)
        lines += plan.recorders.map {
            "recorder \($0.id) gave \($0.given) of \($0.asked) streams and then had no room for more"
        }
        if let shortage {
            lines.append("A part was tried, \(tried) of \(cameras.count) cameras: \(shortage.words).")
        }
        if letGo > 0 {
            lines.append(
                "This host could not keep up with all cameras at once: let go after some seconds were \(letGo) of \(tried)."
            )
        }
        return lines
    }

    /// One line for each reason, with the cameras that it holds for.
    static func reasons(_ cameras: [Camera]) -> [String] {
        var order: [String] = []
        let names = cameras.reduce(into: [String: [String]]()) { names, camera in
            guard let reason = camera.failure else { return }
            if names[reason] == nil { order.append(reason) }
            names[reason, default: []].append(camera.camera)
        }
        return order.map { reason in
            let all = names[reason] ?? []
            let more = all.count > 5 ? " and \(all.count - 5) more" : ""
            return all.prefix(5).joined(separator: ", ") + more + ": " + reason
        }
    }

    private var limits: String {
        let rows = plan.limits.map { [$0.resource.words, "\($0.cameras)"] }
        return TextTable([["RESOURCE", "CAMERAS"]] + rows).text()
    }

    private var verdict: [String] {
        guard let fits, let first else { return ["Nothing limits the number of such cameras."] }
        var line = "\(fits) such cameras fit; \(first.words) ends first."
        if fits < cameras.count { line += " The site has \(cameras.count)." }
        if first == .recorders, let alone = plan.hostCameras { line += " This host alone would take \(alone)." }
        return [line]
    }
}

extension Plan.Resource {
    /// What people call it.
    var words: String {
        switch self {
        case .processor: "processor (80 %)"
        case .memory: "memory (80 %)"
        case .disk: "disk for evidence"
        case .diskSpeed: "speed of the disk, alarms everywhere at once"
        case .network: "network (80 %)"
        case .recorders: "room in the recorders"
        }
    }
}

extension PlanPace.Shortage {
    /// What people are told.
    fileprivate var words: String {
        switch self {
        case .memory: "with more too little memory would have been left"
        case .processor: "with more the processor would have had no room"
        case .time: "the time did not suffice to start more"
        }
    }
}

extension Double {
    /// With so many places after the point.
    fileprivate func decimal(_ places: Int) -> String { String(format: "%.\(places)f", self) }
}
