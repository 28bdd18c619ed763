import Ledger

/// What `tocsin check` says about a file that is valid.
public struct ConfigurationCheck: Hashable, Sendable {
    /// One line: what the file configures.
    public let summary: String
    /// One line: what the ledger holds; nil where it is not used.
    public let registry: String?
    /// In the order of the file.
    public let warnings: [Mistake]
    /// What the cameras that run look for; nil for one that names no detectors.
    public let watched: [DetectorSettings?]

    /// Reads the file at `path`: a site's, or a single camera's when it has `camera:` at the top.
    ///
    /// - Throws: every mistake found, or why the file cannot be read.
    public init(path: String) throws(ConfigurationErrors) {
        let document = try ConfigurationDocument.open(path)
        if document.isCamera {
            let camera = try document.cameraSettings()
            watched = [camera.detectors]
            registry = nil
            summary = "valid: camera \(camera.id), \(Self.count(camera.detectors?.count ?? 0, "detector"))"
        } else {
            let site = try document.siteSettings()
            let enabled = site.cameras.filter(\.enabled)
            let detectors = enabled.reduce(0) { $0 + ($1.detectors?.count ?? 0) }
            watched = enabled.map(\.detectors)
            registry = site.usesRegistry ? Self.summary(of: site) : nil
            let off = site.cameras.count - enabled.count
            summary =
                "valid: site \(site.site), \(Self.count(enabled.count, "camera")) enabled\(off > 0 ? " (\(off) not)" : "")"
                + ", \(Self.count(detectors, "detector")), \(Self.count(site.nvrs.count, "recorder"))"
                + ", \(Self.count(site.sinks.count, "sink"))"
        }
        warnings = document.warnings
    }

    private static func summary(of site: SiteSettings) -> String {
        let ledger = site.registry
        let watched = site.channels.count(where: \.isAnalysed)
        return "registry: \(count(ledger.devices.count, "device")), \(site.channels.count) can be polled"
            + " (\(watched) under analysis), \(count(ledger.compounds.count, "compound"))"
            + ", \(count(ledger.buildings.count, "building")), \(count(ledger.lifts.count, "lift"))"
            + ", \(count(ledger.keyPositions.count, "key position")), \(count(ledger.exemptions.count, "exemption"))"
    }

    private static func count(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }
}
