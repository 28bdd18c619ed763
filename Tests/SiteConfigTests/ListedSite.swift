import Foundation

@testable import SiteConfig

/// A site whose devices stand in a file of their own.
struct ListedSite {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    var listPath: String { directory.path + "/devices.csv" }

    /// The site with `list` as its devices.
    func load(_ list: some Sequence<UInt8>) throws(ConfigurationErrors) -> SiteSettings {
        let text = """
            site: a
            nvrs: [{id: n, address: 127.0.0.1, vendor: uniview}]
            cameras: []
            deviceFiles: [devices.csv]
            keyPositions: [{position: gate, kind: entrance}]

            """
        guard (try? directory.write(list, to: "devices.csv")) != nil,
            let path = try? directory.write(text, to: "site.yaml")
        else { return SiteSettings(site: "the test cannot write", dataDirectory: "") }
        return try SiteSettings.load(path: path)
    }

    func load(_ list: String) throws -> SiteSettings { try load(Array(list.utf8)) }

    /// What is wrong with `list`.
    func mistakes(_ list: some Sequence<UInt8>) -> [Mistake] {
        do throws(ConfigurationErrors) {
            _ = try load(list)
            return []
        } catch {
            return error.mistakes
        }
    }

    func mistakes(_ list: String) -> [Mistake] { mistakes(Array(list.utf8)) }
}
