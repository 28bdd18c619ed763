public import VideoCore

extension AlarmKind: Codable {}

extension AlarmData: Codable {
    private enum Key: String, CodingKey {
        case alarmID, kind, phase, priority, camera, place, input, mediaTime, confidence, region, track, origin, model
        case evidence, receivedAt, committedAt, test, drill, detail, prompt
        case handling
    }

    /// Reads the payload; unknown keys are ignored.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        alarmID = try container.decode(AlarmID.self, forKey: .alarmID)
        kind = try container.decode(AlarmKind.self, forKey: .kind)
        phase = try container.decode(AlarmPhase.self, forKey: .phase)
        priority = try container.decode(Int.self, forKey: .priority)
        camera = try container.decode(AlarmCamera.self, forKey: .camera)
        place = try container.decodeIfPresent(AlarmPlace.self, forKey: .place) ?? AlarmPlace()
        input = try container.decodeIfPresent(String.self, forKey: .input)
        mediaTime = try container.decode(MediaSpan.self, forKey: .mediaTime)
        confidence = try container.decode(Double.self, forKey: .confidence)
        regionInImage = try container.decodeIfPresent(RegionJSON.self, forKey: .region)?.region
        track = try container.decodeIfPresent([TrackPointJSON].self, forKey: .track)?.map(\.point) ?? []
        origin = try container.decodeIfPresent(OriginJSON.self, forKey: .origin)?.estimate
        model = try container.decodeIfPresent(ModelReference.self, forKey: .model)
        evidence = try container.decodeIfPresent([Evidence].self, forKey: .evidence) ?? []
        receivedAt = try container.decodeIfPresent(Timestamp.self, forKey: .receivedAt)
        committedAt = try container.decodeIfPresent(Timestamp.self, forKey: .committedAt)
        isTest = try container.decodeIfPresent(Bool.self, forKey: .test) ?? false
        isDrill = try container.decodeIfPresent(Bool.self, forKey: .drill) ?? false
        detail = try container.decodeIfPresent(String.self, forKey: .detail)
        prompt = try container.decodeIfPresent(String.self, forKey: .prompt)
        handling = try container.decodeIfPresent(AlarmHandling.self, forKey: .handling)
    }

    /// Writes the payload without what is not known.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(alarmID, forKey: .alarmID)
        try container.encode(kind, forKey: .kind)
        try container.encode(phase, forKey: .phase)
        try container.encode(priority, forKey: .priority)
        try container.encode(camera, forKey: .camera)
        if place != AlarmPlace() { try container.encode(place, forKey: .place) }
        try container.encodeIfPresent(input, forKey: .input)
        try container.encode(mediaTime, forKey: .mediaTime)
        try container.encode(confidence, forKey: .confidence)
        try container.encodeIfPresent(regionInImage.map(RegionJSON.init), forKey: .region)
        if !track.isEmpty { try container.encode(track.map(TrackPointJSON.init), forKey: .track) }
        try container.encodeIfPresent(origin.map(OriginJSON.init), forKey: .origin)
        try container.encodeIfPresent(model, forKey: .model)
        if !evidence.isEmpty { try container.encode(evidence, forKey: .evidence) }
        try container.encodeIfPresent(receivedAt, forKey: .receivedAt)
        try container.encodeIfPresent(committedAt, forKey: .committedAt)
        if isTest { try container.encode(true, forKey: .test) }
        if isDrill { try container.encode(true, forKey: .drill) }
        try container.encodeIfPresent(detail, forKey: .detail)
        try container.encodeIfPresent(prompt, forKey: .prompt)
        try container.encodeIfPresent(handling, forKey: .handling)
    }
}

/// `{"x","y","width","height"}`.
private struct RegionJSON: Codable {
    var x, y, width, height: Double

    init(_ region: Region) { (x, y, width, height) = (region.x, region.y, region.width, region.height) }

    var region: Region { Region(x: x, y: y, width: width, height: height) }
}

/// `[mediaTime, x, y]`.
private struct TrackPointJSON: Codable {
    let point: TrackPoint

    init(_ point: TrackPoint) { self.point = point }

    init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        let mediaTime = try container.decode(Double.self)
        let x = try container.decode(Double.self)
        let y = try container.decode(Double.self)
        point = TrackPoint(mediaTime: mediaTime, pointInImage: ImagePoint(x: x, y: y))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        for number in [point.mediaTime, point.pointInImage.x, point.pointInImage.y] { try container.encode(number) }
    }
}

/// `{"floor","floorError"}`, and `"column"` where window columns are configured.
private struct OriginJSON: Codable {
    var floor: Int
    var floorError: Double
    var column: Int?

    init(_ estimate: FloorEstimate) {
        (floor, floorError, column) = (estimate.floor, estimate.standardDeviation, estimate.column)
    }

    var estimate: FloorEstimate {
        FloorEstimate(level: Double(floor), standardDeviation: floorError, column: column)
    }
}
