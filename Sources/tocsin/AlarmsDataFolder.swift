import ArgumentParser

/// The data folder that the configuration at `path` names.
func dataFolder(ofConfiguration path: String) throws -> String {
    throw ValidationError("--config \(path): give --data FOLDER instead; this build reads no site configuration")
}
