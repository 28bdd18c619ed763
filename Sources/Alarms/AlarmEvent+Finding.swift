import VideoCore

extension AlarmEvent {
    /// The event of an admitted finding, without evidence and without times of this computer.
    ///
    /// A number that is not finite is left out or becomes 0: a detector's slip must not cost the alarm. Numbers are
    /// rounded to a millionth, which is far below a pixel and a millisecond.
    public init(_ admitted: AdmittedFinding, _ context: CameraContext) {
        let finding = admitted.finding
        var data = AlarmData(
            alarmID: admitted.alarmID, kind: finding.kind, phase: admitted.phase,
            priority: context.settings.priority(of: finding.kind), camera: context.camera.withoutAddresses,
            mediaTime: MediaSpan(
                start: rounded(finding.start) ?? 0, end: rounded(finding.end) ?? 0,
                detected: rounded(finding.detected)),
            confidence: min(max(rounded(finding.confidence) ?? 0, 0), 1))
        data.place = context.place
        data.input = context.input
        data.regionInImage = finding.regionInImage.flatMap(rounded)
        data.track = finding.track.compactMap(rounded)
        data.origin = finding.origin.flatMap { origin in
            guard rounded(origin.level) != nil, let deviation = rounded(origin.standardDeviation) else { return nil }
            return FloorEstimate(
                level: Double(origin.floor), standardDeviation: deviation, column: origin.column)
        }
        data.model = context.models[finding.kind]
        data.isTest = context.isTest || finding.isTest
        data.detail = finding.detail
        if admitted.phase == .open, !data.isTest { data.prompt = context.prompts[finding.kind] }
        self.init(site: context.site, time: admitted.start, update: admitted.update, data: data)
    }
}

extension AlarmCamera {
    /// Names pass, addresses do not: a URL written where a name belongs may hold a password.
    fileprivate var withoutAddresses: AlarmCamera {
        func plain(_ name: String?) -> String? { name?.contains("://") == true ? nil : name }
        return AlarmCamera(
            id: id, name: plain(name), deviceCode: deviceCode, nvr: plain(nvr), channel: channel)
    }
}

private func rounded(_ number: Double) -> Double? {
    guard number.isFinite else { return nil }
    return (number * 1e6).rounded() / 1e6
}

private func rounded(_ region: Region) -> Region? {
    guard let x = rounded(region.x), let y = rounded(region.y), let width = rounded(region.width),
        let height = rounded(region.height)
    else { return nil }
    return Region(x: x, y: y, width: width, height: height)
}

private func rounded(_ point: TrackPoint) -> TrackPoint? {
    guard let mediaTime = rounded(point.mediaTime), let x = rounded(point.pointInImage.x),
        let y = rounded(point.pointInImage.y)
    else { return nil }
    return TrackPoint(mediaTime: mediaTime, pointInImage: ImagePoint(x: x, y: y))
}
