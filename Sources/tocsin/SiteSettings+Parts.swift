import Alarms
import Clips
import Delivery
import Detectors
import Foundation
import GB28181Sink
import KafkaSink
import Logging
import MQTTSink
import NATSSink
import Pipeline
import SiteConfig
import VideoCore
import VideoStreams
import WebhookSink

/// The settings of each part, out of the site's file.
extension SiteSettings {
    /// Cameras that are switched on.
    var runnable: [CameraSettings] { cameras.filter(\.enabled) }

    var outboxSettings: OutboxSettings {
        var settings = OutboxSettings(dataFolder: dataDirectory)
        settings.reserveBytes = outbox.reserve
        settings.keepDays = outbox.keepDays
        return settings
    }

    /// Days for which alarms are kept: as long as anything that shows them, which is held and exported by them.
    var alarmDays: Int { max(outbox.keepDays, evidence.keepDays, evidence.keepDaysByPriority.values.max() ?? 0) }

    var evidenceSettings: EvidenceSettings {
        var settings = EvidenceSettings(folder: dataDirectory + "/evidence")
        settings.minimumFreeBytes = evidence.minimumFree
        settings.jpegQuality = evidence.jpegQuality
        settings.keepDays = evidence.keepDays
        settings.keepDaysByPriority = evidence.keepDaysByPriority
        settings.maximumBytes = evidence.maximumBytes
        return settings
    }

    /// The file with the key of raw clips.
    var evidenceKeyFile: String { evidence.keyFile ?? dataDirectory + "/" + EvidenceKey.fileName }

    /// Which clips are kept; nil: none.
    var clipSettings: ClipSettings? {
        guard evidence.clip.enabled, evidence.clip.raw || evidence.clip.masked else { return nil }
        var settings = ClipSettings()
        settings.before = evidence.clip.before
        settings.after = evidence.clip.after
        settings.longest = max(settings.longest, settings.before + settings.after + 60)
        settings.raw = evidence.clip.raw
        settings.masked = evidence.clip.masked
        return settings
    }

    /// What alarms say of `camera`, and when it may ring.
    func context(of camera: CameraSettings) -> CameraContext {
        var camera = camera
        camera.place = camera.place.completed(by: place)
        return CameraContext(site: site, timeZone: zone, camera)
    }

    /// The time zone in which schedules are written.
    var zone: TimeZone { TimeZone(identifier: timeZone) ?? .gmt }

    /// How `camera` is run, with the detectors of `watch`. Throws ``StartTrouble`` when its address cannot be used.
    func recipe(of camera: CameraSettings, watch: CameraWatch) throws(StartTrouble) -> CameraRecipe {
        let recorder = nvrs.first { $0.id == camera.nvr }
        var reading = PacketReader.Options()
        reading.timing = camera.timing
        reading.device = recorder?.id
        reading.maxConnects = recorder?.maxConnects ?? reading.maxConnects
        reading.repeatsRecording = camera.loop
        return CameraRecipe(
            id: camera.id, stream: try camera.streamSettings(), reading: reading,
            makeDetectors: { try watch.detectors() }, forget: { watch.forget() })
    }
}

extension CameraSettings {
    /// How long its steps may take.
    var timing: ConnectionTiming {
        var timing = ConnectionTiming()
        timing.connect = timeouts.connect
        timing.firstPacket = timeouts.firstPacket
        timing.firstKeyframe = timeouts.firstKeyframe
        timing.stall = timeouts.stall
        return timing
    }

    /// How the camera is reached. Throws ``StartTrouble`` when its address cannot be used.
    func streamSettings() throws(StartTrouble) -> StreamSettings {
        guard let url else { throw StartTrouble(description: "camera \(id) has no url") }
        let address: StreamAddress
        do {
            address =
                isFile
                ? StreamAddress(file: url.revealed)
                : try StreamAddress(url.revealed, username: username, password: password?.revealed)
        } catch {
            throw StartTrouble(description: "camera \(id): \(error)")
        }
        var settings = StreamSettings(address: address)
        settings.transport = transport
        settings.bufferSeconds = bufferSeconds
        settings.bufferBytes = bufferBytes
        return settings
    }
}

extension CameraContext {
    /// What alarms of the camera `settings` say of it.
    init(site: String, timeZone: TimeZone, _ settings: CameraSettings) {
        self.init(
            site: site,
            camera: AlarmCamera(
                id: settings.id.name, name: settings.name, deviceCode: settings.deviceCode, nvr: settings.nvr,
                channel: settings.channel))
        self.timeZone = timeZone
        place.district = settings.place.district
        place.street = settings.place.street
        place.community = settings.place.community
        place.building = settings.place.building
        place.facade = settings.place.facade
        place.elevator = settings.place.elevator
        shields = settings.detectors?.shields ?? []
        self.settings = AlarmSettings(settings.alarms)
        prompts[.ebikeInElevator] = settings.detectors?.prompt
        if let watches = settings.detectors?.ebikeSchedule {
            self.settings.scheduleByKind[.ebikeInElevator] = WeeklySchedule(watches)
        }
        for (hazard, watches) in settings.detectors?.hazardSchedules ?? [:] {
            self.settings.scheduleByKind[hazard.alarmKind] = WeeklySchedule(watches)
        }
    }
}

extension AlarmSettings {
    fileprivate init(_ rules: AlarmRules) {
        self.init()
        cooldown = [.thrownObject: rules.cooldown]
        priorities = rules.priority
        schedule = WeeklySchedule(rules.schedule)
    }
}

extension WeeklySchedule {
    /// At any hour where `watches` is empty.
    fileprivate init(_ watches: [AlarmRules.Watch]) {
        self.init(
            windows: watches.map { watch in
                .init(
                    days: Set(watch.days.compactMap { Weekday(rawValue: $0.abbreviation) }), from: watch.from,
                    to: watch.to)
            })
    }
}

extension SiteSettings.Sink {
    /// The sink of `site`, ready to be delivered to.
    func make(site: String, logger: Logger) -> any AlarmSink {
        switch target {
        case .file(let file):
            var settings = JSONLinesFileSettings(path: file.path)
            settings.maximumBytes = file.rotateAt
            settings.keepFiles = file.keep
            return JSONLinesFileSink(name: name, settings)
        case .nats(let settings): return NATSSink(name: name, settings)
        case .mqtt(let settings): return MQTTSink(name: name, site: site, settings, logger: logger)
        case .kafka(let settings): return KafkaSink(name: name, settings)
        case .webhook(let settings): return WebhookSink(name: name, settings)
        case .gb28181(let settings): return GB28181Sink(name: name, settings)
        }
    }
}
