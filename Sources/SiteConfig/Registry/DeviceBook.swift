import Ledger
import VideoCore
import VideoStreams
import Yams

/// All devices of a site: its cameras, and what `devices` and lists tell besides.
struct DeviceBook {
    private(set) var devices: [Device] = []
    private let site: SiteSettings
    /// Words that people use for a building → its id, where only one has that name.
    private let buildings: [String: String]
    private let recorders: [String: SiteSettings.Recorder]
    private var entries: [String: DeviceEntry] = [:]
    private var cameras: [String: CameraSettings] = [:]

    init(_ site: SiteSettings, buildings: [BuildingEntry]) {
        self.site = site
        recorders = Dictionary(site.nvrs.map { ($0.id, $0) }) { first, _ in first }
        let names = Dictionary(grouping: buildings.map(\.building)) { $0.name ?? "" }
        var ids: [String: String] = [:]
        for (name, named) in names where named.count == 1 && !name.isEmpty { ids[name] = named[0].id }
        for entry in buildings { ids[entry.building.id] = entry.building.id }
        self.buildings = ids
    }

    /// Takes in the cameras and, after them, the devices of `entries`; what cannot stand together is reported.
    mutating func add(_ entries: [DeviceEntry], beside cameras: [(entry: Value, camera: CameraSettings?)]) {
        var ids: [String: Field] = [:]
        for entry in entries {
            entry.anchor.requireUnique("device", in: &ids)
            if self.entries[entry.device.id] == nil { self.entries[entry.device.id] = entry }
        }
        for (value, camera) in cameras {
            guard var camera, self.cameras[camera.id.name] == nil else { continue }
            // The password of a camera that is switched off is needed after all when it is polled.
            if !camera.enabled, self.entries[camera.id.name] != nil, camera.password == nil {
                camera.password = value.child("passwordFile")?.passwordFromFile().map { Secret($0) }
            }
            camera.place = camera.place.completed(by: site.place)
            self.cameras[camera.id.name] = camera
            devices.append(device(of: camera))
        }
        var seen = Set(self.cameras.keys)
        for entry in entries where seen.insert(entry.device.id).inserted { devices.append(completed(entry.device)) }
        checkCodes(cameras.compactMap { value, camera in camera.map { (value, $0) } }, entries)
        warnAboutSharedChannels()
    }

    private func device(of camera: CameraSettings) -> Device {
        var device = entries[camera.id.name]?.device ?? Device(id: camera.id.name)
        entries[camera.id.name]?.check(against: camera)
        device.code = device.code ?? camera.deviceCode.flatMap { try? DeviceCode($0) }
        device.name = device.name ?? camera.name
        device.recorder = device.recorder ?? camera.nvr
        device.channel = device.channel ?? camera.channel
        device.district = device.district ?? camera.place.district
        device.street = device.street ?? camera.place.street
        device.community = device.community ?? camera.place.community
        device.building = device.building ?? camera.place.building
        if camera.enabled { device.watches = camera.watches }
        return completed(device)
    }

    /// The site's place where the device leaves it open, and the id of the building that it names.
    private func completed(_ device: Device) -> Device {
        var device = device
        device.district = device.district ?? site.place.district
        device.street = device.street ?? site.place.street
        device.community = device.community ?? site.place.community
        device.building = device.building.map { buildings[$0] ?? $0 }
        return device
    }

    private func checkCodes(_ cameras: [(Value, CameraSettings)], _ entries: [DeviceEntry]) {
        var codes: [String: Field] = [:]
        for (value, camera) in cameras where camera.deviceCode != nil {
            guard let field = value.child("deviceCode")?.field(), codes[field.text] == nil else { continue }
            codes[field.text] = field
        }
        for entry in entries {
            // Said twice of one camera, it is the same.
            guard let code = entry.device.code, self.cameras[entry.device.id]?.deviceCode != code.description else {
                continue
            }
            entry.fields[.code]?.requireUnique("device", in: &codes)
        }
    }

    /// Two devices on one channel would be one picture counted twice.
    private func warnAboutSharedChannels() {
        var first: [String: String] = [:]
        for device in devices {
            guard let recorder = device.recorder, let channel = device.channel else { continue }
            let place = "\(recorder)/\(channel)"
            if let other = first[place], let field = entries[device.id]?.anchor ?? entries[other]?.anchor {
                field.warn(
                    "\(device.id) and \(other) are both on channel \(channel) of \(recorder)",
                    remedy: "correct one of the channels, or delete one of the devices")
            }
            first[place] = first[place] ?? device.id
        }
    }

    /// Reports recorders and key positions that there are not.
    func checkReferences(keyPositions: Set<String>) {
        let known = Set(recorders.keys)
        for device in devices {
            guard let fields = entries[device.id]?.fields else { continue }
            if let field = fields[.nvr], !known.contains(field.text) {
                field.reportUnknown("recorder", among: known, under: "nvrs")
            }
            if let field = fields[.keyPosition], !keyPositions.contains(field.text) {
                field.reportUnknown("key position", among: keyPositions, under: "keyPositions")
            }
        }
    }

    /// Where pictures come from: of cameras that run, and of all devices that are listed.
    ///
    /// - Parameter warns: whether a device that cannot be reached is worth a word.
    func channels(warns: Bool) -> [Channel] {
        devices.compactMap { device in
            if let camera = cameras[device.id] {
                guard camera.enabled || entries[device.id] != nil else { return nil }
                return channel(of: camera, device)
            }
            guard let entry = entries[device.id] else { return nil }
            guard let source = source(of: entry) else {
                if warns { warn(entry) }
                return nil
            }
            return Channel(device: device.id, source: source, recorder: device.recorder)
        }
    }

    private func channel(of camera: CameraSettings, _ device: Device) -> Channel? {
        guard let url = camera.url else { return nil }
        var source = Channel.Source(url: url)
        source.isFile = camera.isFile
        (source.username, source.password) = (camera.username, camera.password)
        source.transport = camera.transport
        return Channel(device: device.id, source: source, recorder: device.recorder, isAnalysed: camera.enabled)
    }
}

extension DeviceBook {
    private func source(of entry: DeviceEntry) -> Channel.Source? {
        let recorder = entry.device.recorder.flatMap { recorders[$0] }
        var source: Channel.Source
        var login = entry.login
        if let address = entry.address {
            source = Channel.Source(url: Secret(address.text))
            source.isFile = address.isFile
            // The recorder's password goes to the recorder alone.
            let isRecorder = (try? StreamAddress(address.text))?.authority == recorder?.address
            if login.username == nil, isRecorder {
                login = Login(username: recorder?.username, password: recorder?.password)
            }
        } else {
            guard let template = recorder?.template, let channel = entry.device.channel else { return nil }
            source = Channel.Source(
                url: Secret(template.url(address: recorder?.address ?? "", channel: channel, stream: entry.stream)))
            if login.username == nil { login = Login(username: recorder?.username, password: recorder?.password) }
        }
        (source.username, source.password) = (login.username, login.password)
        source.transport = entry.transport
        return source
    }

    private func warn(_ entry: DeviceEntry) {
        let what = "the device cannot be polled: "
        guard let recorder = entry.device.recorder else {
            entry.anchor.warn(what + "it has neither `url` nor `nvr`", remedy: "give `url`, or `nvr` and `channel`")
            return
        }
        if entry.device.channel == nil {
            entry.anchor.warn(what + "its channel at \(recorder) is not given", remedy: "give `channel`, or `url`")
        } else if recorders[recorder] != nil {
            entry.anchor.warn(
                what + "\(recorder) has no address", remedy: "give `address` and `vendor` to \(recorder) under `nvrs`")
        }
    }
}
