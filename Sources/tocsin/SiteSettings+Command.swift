import ArgumentParser
import SiteConfig

extension SiteSettings {
    /// The site in the file at `path`. Mistakes in it are said on standard error, and the command ends with status 2.
    static func forCommand(_ path: String) throws -> SiteSettings {
        do { return try load(path: path) } catch {
            standardError("\(error)")
            throw ExitCode(2)
        }
    }
}
