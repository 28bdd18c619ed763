import SiteConfig

/// The data folder that the configuration at `path` names.
func dataFolder(ofConfiguration path: String) throws -> String {
    try SiteSettings.load(path: path).dataDirectory
}
