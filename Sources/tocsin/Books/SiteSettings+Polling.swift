import Ledger
import Polling
import SiteConfig
import VideoCore
import VideoStreams

/// A channel and how many sessions its recorder gives.
struct PolledChannel: Hashable {
    let channel: Channel
    let sessions: Int?
}

/// What polling needs of the site's file.
extension SiteSettings {
    /// The devices to poll. Throws ``StartTrouble`` when an address cannot be used.
    func pollTargets() throws(StartTrouble) -> [PollTarget] {
        var targets: [PollTarget] = []
        for channel in channels {
            let sessions = nvrs.first { $0.id == channel.recorder }?.maxSessions ?? 1
            targets.append(
                PollTarget(
                    device: channel.device, recorder: channel.recorder,
                    stream: channel.isAnalysed ? nil : try channel.streamSettings(), maxSessions: sessions))
        }
        return targets
    }

    /// What ``pollTargets()`` is made of: whether it has changed.
    var polled: Set<PolledChannel> {
        let sessions = Dictionary(nvrs.map { ($0.id, $0.maxSessions) }) { first, _ in first }
        return Set(
            channels.map { channel in
                var channel = channel
                // The stream of a camera that runs is no matter of polls.
                if channel.isAnalysed { channel.source = Channel.Source(url: Secret("")) }
                return PolledChannel(channel: channel, sessions: channel.recorder.flatMap { sessions[$0] })
            })
    }

    /// The devices of which small pictures are kept: not those that look at a facade whose windows nobody has masked.
    var devicesToShow: Set<String> {
        let facing = Set(registry.buildings.flatMap { $0.facades.flatMap { $0.views.map(\.device) } })
        let masked = shieldsByDevice
        return Set(channels.map(\.device)).filter { !facing.contains($0) || masked[$0]?.isEmpty == false }
    }

    /// What is masked in pictures of each device.
    var shieldsByDevice: [String: [Polygon]] {
        Dictionary(cameras.map { ($0.id.name, $0.detectors?.shields ?? []) }) { first, _ in first }
    }
}

extension Channel {
    /// How it is reached. Throws ``StartTrouble`` when its address cannot be used.
    fileprivate func streamSettings() throws(StartTrouble) -> StreamSettings {
        do {
            let address =
                source.isFile
                ? StreamAddress(file: source.url.revealed)
                : try StreamAddress(source.url.revealed, username: source.username, password: source.password?.revealed)
            var settings = StreamSettings(address: address)
            settings.transport = source.transport
            return settings
        } catch {
            throw StartTrouble(description: "device \(device): \(error)")
        }
    }
}
