import Ledger
import SiteConfig
import VideoCore

extension SiteSettings {
    /// What the books are about: the registry, without cameras that are switched off and listed nowhere else.
    var ledgerRegistry: Registry {
        var registry = registry
        let off = Set(cameras.filter { !$0.enabled }.map(\.id.name))
        let polled = Set(channels.map(\.device))
        registry.devices.removeAll { off.contains($0.id) && !polled.contains($0.id) }
        return registry
    }

    /// The devices that the books are about, by id.
    var deviceIDs: Set<String> { Set(ledgerRegistry.devices.map(\.id)) }

    /// Where the books lie.
    var booksPath: String { dataDirectory + "/" + Ledger.Books.fileName }
}
