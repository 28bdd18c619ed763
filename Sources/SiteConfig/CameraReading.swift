import VideoCore
import VideoStreams
import Yams

/// One camera.
extension Value {
    /// - Parameter isEntry: true within a site, where a camera needs an address; false for a document of its own.
    func camera(isEntry: Bool) -> CameraSettings? {
        guard let keys = keys(.camera) else { return nil }
        let id = keys.required("camera", "give the camera an id, such as facade-3-south")?.identifier()
        var camera = CameraSettings(id: CameraID(id ?? ""))
        camera.enabled = keys["enabled"]?.flag() ?? true
        camera.name = keys["name"]?.line()
        camera.deviceCode = keys["deviceCode"]?.field("20 digits in quotes, as \"37010200001320000001\"")?.lenientCode()
        camera.nvr = keys["nvr"]?.identifier()
        camera.channel = keys["channel"]?.integer(in: 1...4096)
        keys.readSource(of: &camera, isEntry: isEntry)
        keys.readCredentials(of: &camera)
        keys.readLimits(of: &camera)
        camera.place = keys["place"]?.place(.cameraPlace) ?? camera.place
        camera.alarms = keys["alarms"]?.alarmRules() ?? camera.alarms
        camera.detectors = keys["detectors"]?.detectorSettings(isWatched: camera.enabled)
        if isEntry, camera.enabled, keys["detectors"] == nil || camera.detectors?.count == 0 {
            let what = keys["detectors"] == nil ? "falls, fire, smoke and picture quality, without settings" : "nothing"
            warn("no detector is named: this camera watches for \(what)", remedy: "name them under `detectors:`")
        }
        return id == nil ? nil : camera
    }

    func place(_ section: Section) -> CameraSettings.Place? {
        guard let keys = keys(section) else { return nil }
        var place = CameraSettings.Place()
        place.district = keys["district"]?.line()
        place.street = keys["street"]?.line()
        place.community = keys["community"]?.line()
        place.building = keys["building"]?.line()
        place.facade = keys["facade"]?.line()
        place.elevator = keys["elevator"]?.line()
        return place
    }
}

extension SectionReader {
    fileprivate func readSource(of camera: inout CameraSettings, isEntry: Bool) {
        if isEntry, self["url"] == nil {
            _ = required("url", "write rtsp://ADDRESS/PATH, or the path of a file relative to this one")
        }
        let address = self["url"]?.address(isWatched: camera.enabled)
        camera.url = address.map { Secret($0.text) }
        camera.isFile = address?.isFile ?? false
        camera.loop = self["loop"]?.flag() ?? false
        if camera.loop, address?.isFile == false {
            self["loop"]?.report("only a file can start again", remedy: "delete `loop`, or let `url` name a file")
        }
        let transports = RTSPTransport.allCases.map(\.rawValue)
        let transport = self["transport"]?.word(of: transports)
        camera.transport = transport.flatMap(RTSPTransport.init(rawValue:)) ?? camera.transport
        if transport != nil, let address, !address.text.lowercased().hasPrefix("rtsp") || address.isFile {
            self["transport"]?.report("only an RTSP stream has a transport", remedy: "delete `transport`")
        }
    }

    fileprivate func readCredentials(of camera: inout CameraSettings) {
        // The password of a camera that does not run need not be here yet.
        let login = login(readsFile: camera.enabled)
        (camera.username, camera.password) = (login.username, login.password)
        checkLogin(fits: camera.url?.revealed, isFile: camera.isFile)
    }

    fileprivate func readLimits(of camera: inout CameraSettings) {
        if let keys = self["buffer"]?.keys(.buffer) {
            camera.bufferSeconds = keys["seconds"]?.number(in: 1...600, unit: "seconds") ?? camera.bufferSeconds
            camera.bufferBytes = keys["size"]?.byteSize(in: 1 << 20...4 << 30) ?? camera.bufferBytes
        }
        guard let keys = self["timeouts"]?.keys(.timeouts) else { return }
        func seconds(_ key: String, _ usual: Double) -> Double {
            keys[key]?.number(in: 0.5...600, unit: "seconds") ?? usual
        }
        camera.timeouts.connect = seconds("connect", camera.timeouts.connect)
        camera.timeouts.firstPacket = seconds("firstPacket", camera.timeouts.firstPacket)
        camera.timeouts.firstKeyframe = seconds("firstKeyframe", camera.timeouts.firstKeyframe)
        camera.timeouts.stall = seconds("stall", camera.timeouts.stall)
    }
}
