/// The keys that may stand in one mapping of the file: the single list from which unknown keys, suggestions and the
/// test of the annotated sample are made.
struct Section: Hashable, Sendable {
    /// Where it stands, as `cameras[].alarms`; empty for the top of a site's file.
    let path: String
    /// In the order of the sample.
    let keys: [String]

    /// The path of `key` within it, as `cameras[].alarms.cooldown`.
    func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    static let site = Section(
        path: "",
        keys: [
            "site", "timeZone", "dataDirectory", "workers", "http", "place", "nvrs", "evidence", "audit", "outbox",
            "books",
            "sinks",
            "reports", "cameras", "devices", "deviceFiles", "compounds", "buildings", "lifts", "keyPositions",
            "exemptions",
        ])
    static let http = Section(path: "http", keys: ["enabled", "listen", "port", "names", "tls"])
    static let httpTLS = Section(path: "http.tls", keys: ["certificate", "key", "selfSigned"])
    static let sitePlace = Section(path: "place", keys: placeKeys)
    static let recorder = Section(
        path: "nvrs[]",
        keys: [
            "id", "maxConnects", "name", "address", "vendor", "urlTemplate", "username", "password", "passwordFile",
            "maxSessions",
        ])
    static let evidence = Section(
        path: "evidence",
        keys: ["minimumFree", "maximumBytes", "keepDays", "keepDaysByPriority", "jpegQuality", "keyFile", "clip"])
    static let evidenceDays = Section(path: "evidence.keepDaysByPriority", keys: ["1", "2", "3", "4"])
    static let evidenceClip = Section(path: "evidence.clip", keys: ["enabled", "before", "after", "raw", "masked"])
    static let audit = Section(path: "audit", keys: ["keepDays"])
    static let outbox = Section(path: "outbox", keys: ["reserve", "keepDays"])
    static let books = Section(path: "books", keys: ["enabled", "keepDays", "thumbnailDays"])
    static let sink = Section(
        path: "sinks[]", keys: ["id", "file", "nats", "mqtt", "kafka", "webhook", "gb28181"])
    static let fileSink = Section(path: "sinks[].file", keys: ["path", "rotateAt", "keep"])
    static let reports = Section(
        path: "reports", keys: ["daily", "folder", "formats", "by", "language", "keepDays"])
    static let camera = Section(
        path: "cameras[]",
        keys: [
            "camera", "enabled", "name", "deviceCode", "url", "loop", "username", "password", "passwordFile",
            "transport", "nvr", "channel", "buffer", "timeouts", "place", "alarms", "detectors",
        ])
    static let buffer = Section(path: "cameras[].buffer", keys: ["seconds", "size"])
    static let timeouts = Section(
        path: "cameras[].timeouts", keys: ["connect", "firstPacket", "firstKeyframe", "stall"])
    static let cameraPlace = Section(path: "cameras[].place", keys: placeKeys)
    static let alarms = Section(path: "cameras[].alarms", keys: ["cooldown", "schedule", "priority"])
    static let watch = Section(path: "cameras[].alarms.schedule[]", keys: ["days", "from", "to"])
    static let priority = Section(
        path: "cameras[].alarms.priority",
        keys: ["thrown-object", "ebike-in-elevator", "fire", "smoke", "device-offline", "picture-quality"])
    static let detectors = Section(
        path: "cameras[].detectors", keys: ["thrown-object", "ebike", "fire", "smoke", "quality"])
    static let thrownObject = Section(
        path: "cameras[].detectors.thrown-object",
        keys: ["facade", "shields", "floors", "floorHeight", "columns", "selfTest"])
    static let floor = Section(path: "cameras[].detectors.thrown-object.floors[]", keys: ["floor", "line"])
    static let selfTest = Section(path: "cameras[].detectors.thrown-object.selfTest", keys: ["enabled", "at"])
    static let ebike = Section(
        path: "cameras[].detectors.ebike",
        keys: ["cabin", "door", "exclude", "bicycles", "ringAtDoor", "schedule", "holdDoor", "prompt"])
    static let fire = Section(path: "cameras[].detectors.fire", keys: ["exclude", "schedule"])
    static let smoke = Section(path: "cameras[].detectors.smoke", keys: ["exclude", "schedule"])
    static let quality = Section(path: "cameras[].detectors.quality", keys: [])

    static let device = Section(
        path: "devices[]", keys: DeviceColumn.allCases.map(\.rawValue) + ["password", "passwordFile"])
    static let compound = Section(path: "compounds[]", keys: ["compound", "name"])
    static let building = Section(path: "buildings[]", keys: ["building", "name", "compound", "floors", "facades"])
    static let facade = Section(path: "buildings[].facades[]", keys: ["facade", "openings", "cameras"])
    static let lift = Section(path: "lifts[]", keys: ["lift", "name", "building", "camera"])
    static let keyPosition = Section(path: "keyPositions[]", keys: ["position", "kind", "name", "compound"])
    static let exemption = Section(
        path: "exemptions[]", keys: ["devices", "nvr", "reason", "approver", "from", "to", "entered"])

    static let all = plain + sinks

    private static let sinks =
        [
            natsSink, .tls(of: natsSink), mqttSink, .tls(of: mqttSink), kafkaSink, .tls(of: kafkaSink), webhookSink,
            .tls(of: webhookSink), mqttDoor, .tls(of: mqttDoor), webhookDoor, .tls(of: webhookDoor),
        ] + gb28181

    private static let plain = [
        site, http, httpTLS, sitePlace, recorder, evidence, evidenceDays, evidenceClip, audit, outbox, books, sink,
        fileSink,
        reports, camera, buffer, timeouts,
        cameraPlace,
        alarms,
        watch, priority, detectors, thrownObject, floor, selfTest, ebike, holdDoor, fire, smoke, quality,
        device, compound, building, facade, lift, keyPosition, exemption,
    ]

    private static let placeKeys = ["district", "street", "community", "building", "facade", "elevator"]
}
