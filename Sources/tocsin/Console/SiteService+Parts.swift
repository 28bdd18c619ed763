import Console
import Logging
import SiteConfig

/// What a site does for the page of its console.
extension SiteService {
    /// The parts that the page asks for, each in a file of its own.
    static func consoleParts(_ settings: SiteSettings, view: SiteView?, logger: Logger) -> ConsoleParts {
        var parts = ConsoleParts()
        parts.cameras = view?.cameras
        parts.scores = view?.scores
        return parts
    }
}
